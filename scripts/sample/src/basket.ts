import { addPrices, type Price, price } from './price.ts';

export interface Book {
  readonly title: string;
  readonly author: string;
  readonly price: Price;
}

export class Basket {
  readonly #books: Book[] = [];

  add(book: Book): void {
    this.#books.push(book);
  }

  get books(): readonly Book[] {
    return this.#books;
  }

  get total(): Price {
    return this.#books.map((book) => book.price).reduce(addPrices, price(0));
  }
}
