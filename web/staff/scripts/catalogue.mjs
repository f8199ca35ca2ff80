// ICU MessageFormat to plain functions, so that no parser ships to the browser.
import { parse, TYPE } from '@formatjs/icu-messageformat-parser';

const text = (value) => JSON.stringify(value);

function branches(options, write) {
  const cases = Object.entries(options).map(([name, { value }]) => `${text(name)}:()=>${write(value)}`);
  return `{${cases.join(',')}}`;
}

function writeNode(node, plural) {
  switch (node.type) {
    case TYPE.literal: return text(node.value);
    case TYPE.argument: return `r.text(p[${text(node.value)}])`;
    case TYPE.number: return `r.number(p[${text(node.value)}])`;
    case TYPE.pound: return `r.number(p[${text(plural)}])`;
    case TYPE.select: return `r.pick(p[${text(node.value)}],${branches(node.options, (parts) => writeParts(parts, plural))})`;
    case TYPE.plural: return `r.plural(p[${text(node.value)}],${branches(node.options, (parts) => writeParts(parts, node.value))})`;
    default: throw new Error(`message part of kind ${node.type} is not supported`);
  }
}
function writeParts(parts, plural) {
  return parts.length === 0 ? '""' : parts.map((part) => writeNode(part, plural)).join('+');
}

// A string where the message takes no values, else an arrow function of values and runtime.
export function compileMessage(message) {
  const parts = parse(message);
  if (parts.every((part) => part.type === TYPE.literal)) return text(parts.map((part) => part.value).join(''));
  return `(p,r)=>${writeParts(parts)}`;
}
export function compileCatalogue(messages) {
  const rows = Object.entries(messages).map(([key, message]) => `${text(key)}:${compileMessage(message)}`);
  return `export default {${rows.join(',\n')}};`;
}

// The plural forms that a language's whole numbers and fractions use.
export function missingPlurals(message, language) {
  const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const missing = [];
  const visit = (parts) => {
    for (const part of parts) {
      if (part.type === TYPE.plural) missing.push(...needed.filter((form) => !(form in part.options)));
      for (const option of Object.values(part.options ?? {})) visit(option.value);
    }
  };
  visit(parse(message));
  return missing;
}

export function argumentsOf(message) {
  const names = new Set();
  const visit = (parts) => {
    for (const part of parts) {
      if (part.type !== TYPE.literal && part.type !== TYPE.pound) names.add(part.value);
      for (const option of Object.values(part.options ?? {})) visit(option.value);
    }
  };
  visit(parse(message));
  return [...names].sort();
}

const accents = { a: 'á', e: 'é', i: 'í', o: 'ó', u: 'ú', y: 'ý', A: 'Á', E: 'É', I: 'Í', O: 'Ó', U: 'Ú', n: 'ñ', c: 'ç' };
// English made visibly foreign and a third longer; placeholders and branch names stay.
export function mirror(message) {
  let depth = 0;
  let inside = '';
  const foreign = [...message].map((letter) => {
    if (letter === '{') depth += 1;
    if (letter === '}') depth -= 1;
    inside = depth === 0 ? letter : '';
    return inside && letter !== '}' ? (accents[letter] ?? letter) : letter;
  }).join('');
  return `⟦${foreign}${'·'.repeat(Math.ceil(message.length / 5))}⟧`;
}
