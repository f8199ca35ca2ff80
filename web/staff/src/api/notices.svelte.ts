// How many notices are new, for the menu. Asked for at sign-in, on the pages that show them, and when something was seen:
// every asking leaves a leaf in the log, so not more often.
import { call } from './client';

let unseen = $state(0);

export const notices = {
  get unseen() { return unseen; },
  async load() {
    const result = await call('get', '/api/v1/notices');
    if (result.ok) unseen = result.value.unseen ?? 0;
    return result;
  },
};
