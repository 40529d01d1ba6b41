import type { Rule } from '../rule.ts';
import { attemptsMultiply } from './attempts-multiply.ts';
import { breakerTripsOnOrdinaryErrors } from './breaker-trips-on-ordinary-errors.ts';
import { budgetsOutOfOrder } from './budgets-out-of-order.ts';
import { cycle } from './cycle.ts';
import { duplicateId } from './duplicate-id.ts';
import { duplicateModel } from './duplicate-model.ts';
import { duplicateName } from './duplicate-name.ts';
import { entryCalled } from './entry-called.ts';
import { guardMissing } from './guard-missing.ts';
import { halfOpenStarvation } from './half-open-starvation.ts';
import { invalidConfig } from './invalid-config.ts';
import { lacksAbility } from './lacks-ability.ts';
import { missingNode } from './missing-node.ts';
import { noEntry } from './no-entry.ts';
import { noExecutionLimit } from './no-execution-limit.ts';
import { noJitter } from './no-jitter.ts';
import { portConnectedTwice } from './port-connected-twice.ts';
import { portNotConnected } from './port-not-connected.ts';
import { answersWithoutPromise, promiseWithoutAnswer } from './promises-and-answers.ts';
import { reserveBelowWorstCase } from './reserve-below-worst-case.ts';
import { retriesBeyondLimit } from './retries-beyond-limit.ts';
import { retriesBeyondPromise } from './retries-beyond-promise.ts';
import { sameProvider } from './same-provider.ts';
import { signedForSomethingElse } from './signed-for-something-else.ts';
import { smallerWindow } from './smaller-window.ts';
import { tierNeverReached } from './tier-never-reached.ts';
import { timeoutLongerThanRecovery } from './timeout-longer-than-recovery.ts';
import { unknownKind } from './unknown-kind.ts';
import { unknownPort } from './unknown-port.ts';
import { unreachableNode } from './unreachable-node.ts';

export const rules: readonly Rule[] = [
  noEntry,
  cycle,
  portNotConnected,
  portConnectedTwice,
  unknownPort,
  missingNode,
  entryCalled,
  unreachableNode,
  duplicateId,
  duplicateModel,
  duplicateName,
  unknownKind,
  invalidConfig,
  breakerTripsOnOrdinaryErrors,
  halfOpenStarvation,
  noJitter,
  retriesBeyondLimit,
  retriesBeyondPromise,
  attemptsMultiply,
  timeoutLongerThanRecovery,
  sameProvider,
  smallerWindow,
  lacksAbility,
  tierNeverReached,
  answersWithoutPromise,
  promiseWithoutAnswer,
  signedForSomethingElse,
  guardMissing,
  noExecutionLimit,
  reserveBelowWorstCase,
  budgetsOutOfOrder,
];
