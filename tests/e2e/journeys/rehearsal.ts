// The faults of a rehearsal.

import type { APIRequestContext } from '@playwright/test';
import { expect } from '../fixtures';

/** What becomes of a call, counted from 1 for each operation. */
export interface Fault {
  operation: string;
  call: number;
  fault: string;
  /** How late the answer is, in milliseconds. */
  ms?: number;
  /** In seconds. */
  retry_after?: number;
}

/** Plans faults in place of those that were planned before. */
export async function plan(request: APIRequestContext, faults: Fault[]): Promise<void> {
  expect((await request.put('/api/latchboard/v1/rehearsal', { data: { faults } })).status()).toBe(200);
}
