// Countries and languages to choose from, named by the browser in the language that is spoken.
import { language } from '../kernel/i18n.svelte';
import type { Option } from '../ui/forms';

// ISO 3166-1 alpha-2.
const countries =
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW'.split(' ');
// ISO 639: spoken where people are trafficked from and through.
const languages =
  'am ar az be bg bn bs ckb cs da de el en es et fa ff fi fil fr ha he hi hr hu hy id ig it ja ka kk km ko ku ky lo lt lv mk mn ms my ne nl no om pa pl ps pt rmy rn ro ru rw si sk sl sn so sq sr sv sw ta te tg th ti tk tr ug uk ur uz vi wo yo zh zu'.split(' ');

// What Chromium has no name for.
const unnamed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ff: { en: 'Fula', ru: 'фула' }, rmy: { en: 'Romani (Vlax)', ru: 'цыганский (влашский)' }, rn: { en: 'Rundi', ru: 'рунди' },
};

// Some hundreds of names: sorted once in each language.
const sorted = new Map<string, Option[]>();
function namedBy(type: 'region' | 'language', codes: readonly string[]): Option[] {
  const names = new Intl.DisplayNames(language.real, { type });
  const known = sorted.get(type + language.real);
  if (known) return known;
  const options = codes.map((code) => ({ value: code, label: (type === 'language' ? unnamed[code]?.[language.real] : undefined) ?? names.of(code) ?? code }));
  const { compare } = new Intl.Collator(language.real);
  options.sort((a, b) => compare(a.label, b.label));
  sorted.set(type + language.real, options);
  return options;
}
export const countryOptions = () => namedBy('region', countries);
export const languageOptions = () => namedBy('language', languages);
export function placeName(type: 'region' | 'language', code: string): string {
  try {
    if (type === 'language' && unnamed[code]) return unnamed[code][language.real] ?? code;
    return new Intl.DisplayNames(language.real, { type }).of(code) ?? code;
  } catch {
    return code;
  }
}
export const languageName = (code: string) => placeName('language', code);
