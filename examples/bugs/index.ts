/** The catalogue of bugs: each file has a program with a bug in it, the same program without it, and what is known of both. */
import type { Bug } from "./lib/facts.js";
import * as aba from "./aba.js";
import * as barrierReuse from "./barrier-reuse.js";
import * as cancelledHolder from "./cancelled-holder.js";
import * as checkThenAct from "./check-then-act.js";
import * as cleanupTwice from "./cleanup-twice.js";
import * as diningPhilosophers from "./dining-philosophers.js";
import * as doubleInitialisation from "./double-initialisation.js";
import * as doubleSpend from "./double-spend.js";
import * as driverShutdown from "./driver-shutdown.js";
import * as flagBeforeData from "./flag-before-data.js";
import * as lateAnswer from "./late-answer.js";
import * as leakingLimiter from "./leaking-limiter.js";
import * as lockOrder from "./lock-order.js";
import * as lostUpdate from "./lost-update.js";
import * as missedSignal from "./missed-signal.js";
import * as oneCondition from "./one-condition.js";
import * as overtakenMessage from "./overtaken-message.js";
import * as permitByPermit from "./permit-by-permit.js";
import * as readerStarvation from "./reader-starvation.js";
import * as replyAndTimeOut from "./reply-and-time-out.js";
import * as sendUnderLock from "./send-under-lock.js";
import * as signalBeforeWait from "./signal-before-wait.js";
import * as staleCache from "./stale-cache.js";
import * as staleCopy from "./stale-copy.js";
import * as stolenWakeUp from "./stolen-wake-up.js";
import * as tornPair from "./torn-pair.js";
import * as twoLeaders from "./two-leaders.js";
import * as unbalancedSemaphore from "./unbalanced-semaphore.js";
import * as wrongLock from "./wrong-lock.js";

export type { Bug, Facts } from "./lib/facts.js";

/** The bugs by the names of their files. */
export const bugs: Readonly<Record<string, Bug>> = {
  "lost-update": lostUpdate,
  "double-spend": doubleSpend,
  "double-initialisation": doubleInitialisation,
  "check-then-act": checkThenAct,
  "flag-before-data": flagBeforeData,
  "torn-pair": tornPair,
  "stale-copy": staleCopy,
  "wrong-lock": wrongLock,
  aba,
  "driver-shutdown": driverShutdown,
  "cleanup-twice": cleanupTwice,
  "stale-cache": staleCache,
  "lock-order": lockOrder,
  "dining-philosophers": diningPhilosophers,
  "permit-by-permit": permitByPermit,
  "send-under-lock": sendUnderLock,
  "signal-before-wait": signalBeforeWait,
  "missed-signal": missedSignal,
  "stolen-wake-up": stolenWakeUp,
  "one-condition": oneCondition,
  "reader-starvation": readerStarvation,
  "barrier-reuse": barrierReuse,
  "overtaken-message": overtakenMessage,
  "late-answer": lateAnswer,
  "reply-and-time-out": replyAndTimeOut,
  "two-leaders": twoLeaders,
  "leaking-limiter": leakingLimiter,
  "cancelled-holder": cancelledHolder,
  "unbalanced-semaphore": unbalancedSemaphore,
};
