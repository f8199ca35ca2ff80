// What an erasure or a hold is about, in words. Nothing named means all of it.
import { t, tc } from '../../kernel/i18n.svelte';

export const classes = ['identity', 'contact', 'case', 'health', 'child', 'justice', 'residence', 'perpetrator', 'third-person', 'attachment', 'consent-record'] as const;
export type RetentionClass = (typeof classes)[number];

export function classesText(named: readonly string[]): string {
  return named.length === 0 ? t('retention.everything') : named.map((name) => tc('retention-class', name)).join(', ');
}
