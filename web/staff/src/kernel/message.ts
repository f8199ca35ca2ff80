// What compiled messages run on. No parser and no markup: a message is text.
export type Values = Readonly<Record<string, string | number>>;
export interface Runtime {
  text(value: string | number | undefined): string;
  number(value: string | number | undefined): string;
  pick(value: string | number | undefined, branches: Readonly<Record<string, () => string>>): string;
  plural(value: string | number | undefined, branches: Readonly<Record<string, () => string>>): string;
}
export type Message = string | ((values: Values, runtime: Runtime) => string);
export type Catalogue = Readonly<Record<string, Message>>;

export function makeRuntime(language: string): Runtime {
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  const branch = (branches: Readonly<Record<string, () => string>>, name: string) => (branches[name] ?? branches['other'])?.() ?? '';
  return {
    text: (value) => String(value ?? ''),
    number: (value) => numbers.format(Number(value ?? 0)),
    pick: (value, branches) => branch(branches, String(value)),
    plural: (value, branches) => branch(branches, `=${value}` in branches ? `=${value}` : rules.select(Number(value ?? 0))),
  };
}
export function render(message: Message | undefined, values: Values, runtime: Runtime): string {
  return typeof message === 'function' ? message(values, runtime) : (message ?? '');
}
