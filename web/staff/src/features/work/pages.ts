// Which page answers what waits, and which a notice is about. Neither has content: the page has.
import type { Schema } from '../../api/client';

const pages: Readonly<Record<string, string>> = { custody: '/custody', keys: '/keys', member: '/members', coordination: '/coordination' };
// Which of its notices another page answers.
const ofCode: Readonly<Record<string, string>> = { 'coordination.overdue-step': '/?scope=coordination' };
const ofObject: Readonly<Record<string, string>> = { referral: '/referrals', handover: '/handovers', letter: '/letters' };
const ofCase: Readonly<Record<string, string>> = { glass: 'break-glass', pathway: 'way' };

const ofKind: Readonly<Record<string, string>> = { 'rekey-case': '/rekey', 'move-case': '/way', 'paused-step': '/way', 'late-step': '/way' };

export function pageOf({ code, object }: Schema['MemberNotice']): string | undefined {
  const area = code.split('.')[0] ?? '';
  if (ofCase[area]) return `/cases/${object}/${ofCase[area]}`;
  return ofCode[code] ?? (ofObject[area] ? `${ofObject[area]}/${object}` : pages[area]);
}

export function target(item: Schema['WorkItem']): string | undefined {
  if (item.link) return item.link;
  if (item.kind === 'review-break-glass' && item.case_id) return `/cases/${item.case_id}/break-glass`;
  if (item.referral_id) return `/referrals/${item.referral_id}`;
  if (item.case_id) return `/cases/${item.case_id}${ofKind[item.kind] ?? ''}`;
  return undefined;
}
