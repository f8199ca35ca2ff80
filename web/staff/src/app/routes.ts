import type { Component } from 'svelte';
import type { Role } from '../api/session.svelte';
import { caseworkers } from '../api/session.svelte';
import type { Part } from '../generated/parts';
import { match, type Params } from '../kernel/router.svelte';

// A page is loaded when it is first visited, with the words of its feature (`part`: strings/*/web-<part>.json).
interface Route { pattern: string; load: () => Promise<{ default: Component<any> }>; part?: Part; roles?: readonly Role[] }
const routes: readonly Route[] = [
  { pattern: '/', load: () => import('../features/work/Work.svelte'), part: 'work' },
  { pattern: '/notices', load: () => import('../features/work/NoticeList.svelte'), part: 'work' },
  { pattern: '/duty', load: () => import('../features/duty/Duty.svelte'), part: 'duty' },
  { pattern: '/referrals', load: () => import('../features/referrals/Referrals.svelte'), part: 'referrals', roles: caseworkers },
  { pattern: '/referrals/:id', load: () => import('../features/referrals/Referral.svelte'), part: 'referrals', roles: caseworkers },
  { pattern: '/cases', load: () => import('../features/cases/Cases.svelte'), part: 'cases', roles: caseworkers },
  { pattern: '/cases/new', load: () => import('../features/cases/NewCase.svelte'), part: 'cases', roles: caseworkers },
  { pattern: '/cases/:id', load: () => import('../features/cases/Case.svelte'), part: 'cases', roles: caseworkers },
  { pattern: '/cases/:id/rekey', load: () => import('../features/keys/Rekey.svelte'), part: 'keys', roles: caseworkers },
  { pattern: '/cases/:id/consent', load: () => import('../features/consent/Consent.svelte'), part: 'consent', roles: caseworkers },
  { pattern: '/cases/:id/files', load: () => import('../features/attachments/Files.svelte'), part: 'attachments', roles: caseworkers },
  { pattern: '/cases/:id/other-ground', load: () => import('../features/consent/OtherGround.svelte'), part: 'consent', roles: caseworkers },
  { pattern: '/cases/:id/withdrawal', load: () => import('../features/consent/Withdraw.svelte'), part: 'consent', roles: caseworkers },
  { pattern: '/cases/:id/speakers', load: () => import('../features/consent/Speakers.svelte'), part: 'consent', roles: caseworkers },
  { pattern: '/cases/:id/bases/:basis', load: () => import('../features/consent/Basis.svelte'), part: 'consent', roles: caseworkers },
  { pattern: '/cases/:id/bases/:basis/record', load: () => import('../features/consent/Record.svelte'), part: 'consent', roles: caseworkers },
  { pattern: '/cases/:id/refer', load: () => import('../features/referrals/Refer.svelte'), part: 'referrals', roles: caseworkers },
  { pattern: '/cases/:id/letters', load: () => import('../features/letters/Letters.svelte'), part: 'letters', roles: caseworkers },
  { pattern: '/letters/:id', load: () => import('../features/letters/Letter.svelte'), part: 'letters', roles: caseworkers },
  { pattern: '/cases/:id/way', load: () => import('../features/identification/Way.svelte'), part: 'identification', roles: caseworkers },
  { pattern: '/cases/:id/handover', load: () => import('../features/handover/Offer.svelte'), part: 'handover', roles: ['case-manager', 'identifying-officer'] },
  { pattern: '/coordination', load: () => import('../features/coordination/Queue.svelte'), part: 'coordination', roles: ['coordinator'] },
  { pattern: '/handovers', load: () => import('../features/handover/Handovers.svelte'), part: 'handover', roles: caseworkers },
  { pattern: '/handovers/:id', load: () => import('../features/handover/Handover.svelte'), part: 'handover', roles: caseworkers },
  { pattern: '/members/:id', load: () => import('../features/members/Member.svelte'), part: 'members' },
  { pattern: '/custody', load: () => import('../features/custody/Custody.svelte'), part: 'custody' },
  { pattern: '/administration', load: () => import('../features/administration/Administration.svelte'), part: 'administration', roles: ['administrator'] },
  { pattern: '/administration/teams', load: () => import('../features/administration/Teams.svelte'), part: 'administration', roles: ['administrator'] },
  { pattern: '/administration/pack', load: () => import('../features/administration/PackState.svelte'), part: 'administration', roles: ['administrator'] },
  { pattern: '/contacts', load: () => import('../features/contacts/Contacts.svelte'), part: 'contacts', roles: caseworkers },
  { pattern: '/cases/:id/seen', load: () => import('../features/access/Account.svelte'), part: 'access', roles: caseworkers },
  { pattern: '/cases/:id/copy', load: () => import('../features/access/Copy.svelte'), part: 'access', roles: ['case-manager'] },
  { pattern: '/cases/:id/break-glass', load: () => import('../features/access/BreakGlass.svelte'), part: 'access', roles: caseworkers },
  { pattern: '/cases/:id/retention', load: () => import('../features/retention/Retention.svelte'), part: 'retention', roles: caseworkers },
  { pattern: '/retention', load: () => import('../features/retention/Waiting.svelte'), part: 'retention', roles: caseworkers },
  { pattern: '/reconciliation', load: () => import('../features/reconciliation/Reconciliations.svelte'), part: 'reconciliation', roles: ['case-manager', 'coordinator'] },
  { pattern: '/reconciliation/:id', load: () => import('../features/reconciliation/Reconciliation.svelte'), part: 'reconciliation', roles: ['case-manager', 'coordinator'] },
  { pattern: '/reconciliation/:id/protocol', load: () => import('../features/reconciliation/Protocol.svelte'), part: 'reconciliation', roles: ['case-manager', 'coordinator'] },
  { pattern: '/supervision', load: () => import('../features/supervision/Supervision.svelte'), part: 'supervision', roles: ['case-manager', 'coordinator'] },
  { pattern: '/members', load: () => import('../features/members/Members.svelte'), part: 'members' },
  { pattern: '/keys', load: () => import('../features/keys/Keys.svelte'), part: 'keys', roles: [...caseworkers, 'administrator', 'data-protection-officer'] },
  { pattern: '/directory/teams/:id', load: () => import('../features/directory/Team.svelte'), part: 'directory' },
  { pattern: '/places', load: () => import('../features/places/Places.svelte'), part: 'places', roles: ['case-manager', 'service-provider'] },
  { pattern: '/directory', load: () => import('../features/directory/Directory.svelte'), part: 'directory' },
  { pattern: '/log', load: () => import('../features/log/Log.svelte'), part: 'log', roles: ['auditor', 'administrator'] },
  { pattern: '/oversight', load: () => import('../features/oversight/Oversight.svelte'), part: 'oversight', roles: ['data-protection-officer'] },
  { pattern: '/account', load: () => import('../features/account/Account.svelte'), part: 'account' },
];

// For who is signed out.
export const comeBack: Route = { pattern: '/recover/custodians', load: () => import('../features/custody/ComeBack.svelte'), part: 'custody' };

export interface Found { load: Route['load']; part?: Part; params: Params }
export function find(path: string, allowed: (roles: readonly Role[]) => boolean): Found | undefined {
  for (const { pattern, load, part, roles } of routes) {
    const params = match(pattern, path);
    if (params) return !roles || allowed(roles) ? { load, part, params } : undefined;
  }
  return undefined;
}
