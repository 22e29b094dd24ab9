import { Basket, type Book } from './basket.ts';
import { formatPrice, price } from './price.ts';

const middlemarch: Book = { title: 'Middlemarch', author: 'George Eliot', price: price(12.5) };
const emma: Book = { title: 'Emma', author: 'Jane Austen', price: price(9.9) };
const villette: Book = { title: 'Villette', author: 'Charlotte Brontë', price: price(11.2) };

function printReceipt(customer: string, basket: Basket): void {
  console.log(`Receipt for ${customer}`);
  for (const book of basket.books) console.log(`  ${book.title} by ${book.author}: ${formatPrice(book.price)}`);
  console.log(`  Total: ${formatPrice(basket.total)}`);
}

const basketOfAda = new Basket();
basketOfAda.add(middlemarch);
basketOfAda.add(emma);
printReceipt('Ada', basketOfAda);

const basketOfGrace = new Basket();
basketOfGrace.add(villette);
basketOfGrace.add(middlemarch);

// Continue here: type basketOfGr and wait for the grey text.
