/** A record as RFC 4180 has it, with its line end. */
export function csvLine(fields: readonly string[]): string {
  return `${fields.map(quoted).join(',')}\r\n`;
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

/**
 * Spreadsheets run a text that begins so as a formula (https://owasp.org/www-community/attacks/CSV_Injection), and models, endpoints and
 * workspaces are named by others. A leading apostrophe makes it text; where one stands already there is one more, so that it can be undone.
 */
export function guardedText(text: string): string {
  return /^'*[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
}
