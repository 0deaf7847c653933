/** Every limit, time and count that is a decision of ours, with its reason. Adapters are told, they do not decide. */

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Standard Webhooks: a signature older or newer than this is a replay or a wrong clock. */
export const SIGNATURE_TOLERANCE = 5 * MINUTE;

/** How long a secret is believed before it is read again, so that a withdrawn one stops working. */
export const SECRET_LIFETIME = 5 * MINUTE;
/** After a mismatch the secret is read again, so that a rotation works at once; not more often than this. */
export const SECRET_REREAD_INTERVAL = 30 * SECOND;

/** The webhook function's own timeout is 15 s: when the safety net wakes up, nobody is still at work on the request. */
export const SAFETY_NET_DELAY = 60 * SECOND;
/** SQS delays a message by at most 900 s; a longer wait is a schedule, or, for a slot, several hops. */
export const MAX_QUEUE_DELAY = 900 * SECOND;
/** A request throttled by the service comes back after this. */
export const THROTTLED_DELAY = 5 * SECOND;
/**
 * A call that is under way is looked at this often, from this long after its start. Longer than almost every call lasts, so
 * that Connect is asked only about calls whose last events are lost, and one hop of the queue.
 */
export const WATCH_INTERVAL = MAX_QUEUE_DELAY;
/** The longest call and the longest after-call work are over by then: what Connect still does not tell is never told. */
export const WATCH_PATIENCE = DAY;
/** A customer is not called this long after the call was due: the wish is stale. It ends as `expired`. */
export const REQUEST_PATIENCE = DAY;
/** An agent who is not available is looked at again after this at first, and at last. */
export const AGENT_LOOK_MIN = 15 * SECOND;
export const AGENT_LOOK_MAX = 5 * MINUTE;
/** How long a process believes that an agent is available, or not. */
export const AGENT_MEMORY = 3 * SECOND;
/** StartTaskContact has the common quota of the service API, apart from that of StartOutboundVoiceContact. */
export const PREVIEW_RATE = { perSecond: 2, burst: 5 };
/** A service that is asked every minute and still has no capacity, or no answer, has had a day's patience. */
export const SERVICE_ATTEMPTS = REQUEST_PATIENCE / SAFETY_NET_DELAY;
/** A rule may hold a call for this long, over any public holidays; longer, and the request would be forgotten before its time. */
export const HOLD_PATIENCE = 7 * DAY;
/**
 * How long a request is kept after it was due: Connect honours a ClientToken for 7 days and no CRM retries longer
 * (Standard Webhooks: 75 h), so that within this time a repeated id never dials again.
 */
export const REQUEST_RETENTION = 8 * DAY;
/** Nobody plans a callback for longer, and a time beyond is a slip of the keyboard. */
export const PLANNING_HORIZON = 366 * DAY;
/** A callback may be asked for within the minute that is running: forms know minutes only. */
export const PAST_TOLERANCE = MINUTE;

/**
 * How long it is remembered that something was erased, so that nothing stale brings it back: requests (8 days), dead letters
 * (14 days, and as long again after a replay). As long as a backup of the table can be restored.
 */
export const ERASURE_RETENTION = 35 * DAY;
/** Whoever may write of what is being erased, without having seen the mark, has ended by then: functions take up to 60 s. */
export const ERASURE_SETTLE = 75 * SECOND;
/** An erasure that takes longer goes on in another invocation. */
export const ERASURE_BUDGET = 60 * SECOND;
/** Between a look that still found something and the next: the indexes follow the table within a moment. */
export const ERASURE_RECHECK = 5 * SECOND;
/** What the source says again unchanged is kept longer by it, but not written anew each time. */
export const RENEWAL_INTERVAL = DAY;

/**
 * How long Connect's word that a call rings at an agent, or that they have taken it, opens what it is about. One that is missed
 * or goes to a colleague closes it this soon; one that is taken is in the call's own record by then, as a rule.
 */
export const ADMISSION = { ringing: MINUTE, taken: HOUR };
/** Connect is asked again when no more than this is left: the desktop loads the deal on its screen every 20 s during a call. */
export const ADMISSION_RENEWAL = 30 * SECOND;
/**
 * For this long after it has rung Connect may be asked again: the calls that no record names are those whose events were lost, and
 * those that nobody has said yet what they are about. Their notes are made by then.
 */
export const ADMISSION_MEMORY = DAY;
/** Of an agent who sees only their own opportunities, a search looks at so many of each source. */
export const MAX_LOOKED_AT = 500;

/** An opportunity that an agent opens is asked for in its CRM not more often than this, */
export const READING_INTERVAL = MINUTE;
/** and so often when the CRM does not answer: a person waits, and may ask again. */
export const READING_ATTEMPTS = 3;
/** What came of it is told for this long. */
export const READING_MEMORY = 10 * MINUTE;

/**
 * What one agent may make CRMs do in a minute. CRMs count the requests of all that use their API, and what they are told of calls
 * and edits must not wait for an agent, or a fault of a page, that searches in a loop. Typing, a CRM is searched after each pause: a
 * few times for a name. A call is looked up once; its own count keeps what is typed from taking that away.
 */
export const ALLOWED_PER_MINUTE = { readings: 20, searches: 30, 'call-searches': 20 } as const;

/** A CRM is searched for somebody who waits, or whose phone rings: what has not come by then is not waited for. */
export const CRM_SEARCH_PATIENCE = 2.5 * SECOND;
/** Nobody chooses from a longer list; of one CRM. */
export const MAX_CRM_MATCHES = 10;
/** A CRM that did not know a number is not asked for it again so soon (RingCentral Embeddable's contract for a miss). */
export const UNKNOWN_NUMBER_MEMORY = 5 * MINUTE;

/** A link to a document's bytes: long enough to open it, short enough to be worth nothing when it leaks. */
export const READ_LINK_SECONDS = 5 * 60;
/** A link to a recording: long enough to hear most calls; when it runs out in the middle, the player asks for another. */
export const RECORDING_LINK_SECONDS = 10 * 60;
/** Connect has put a recording into its bucket by then ("minutes" after the after-call work; the service names no time). */
export const RECORDING_PATIENCE = HOUR;
/** Where a share's link leads to: long enough to start the download. Revoked, a share leads nowhere after that. */
export const SHARED_LINK_SECONDS = 60;
/** A source is told where a document's bytes are: long enough for a queue of its own, and made anew whenever it is told again. */
export const TOLD_LINK_SECONDS = 60 * 60;
/** Presigned uploads. */
export const UPLOAD_LINK_SECONDS = 15 * 60;
/** An upload that is not whole by then is given up; the bucket's lifecycle clears its parts at about the same time. */
export const UPLOAD_PATIENCE = DAY;
/** A CRM that says nothing is asked so often whom to call: over about twenty minutes, after which nobody waits for that call. */
export const READ_ATTEMPTS = 8;
/** Reading an opportunity takes several requests; together they end before the function does. */
export const CRM_TIMEOUT = 10 * SECOND;
/** A process that was to make a record in the CRM and says nothing for longer than its function may take has died. */
export const RECORD_CLAIM_PATIENCE = 2 * MINUTE;
/** Of one answer of a CRM. */
export const MAX_CRM_ANSWER_BYTES = 10 * 1024 * 1024;

/** How often a fetch goes on where its connection broke, before it begins anew with the message's next attempt. */
export const MAX_RESUMPTIONS = 5;
/** Of each document so many files are kept, the newest. */
export const MAX_FILE_VERSIONS = 10;
export const DOCUMENT_TIMEOUT = 60 * SECOND;
export const MAX_REDIRECTS = 3;

/** Handing a file of 50 MB to a CRM, within the write-back function's timeout. */
export const FILE_TO_CRM_TIMEOUT = 45 * SECOND;

/** Standard Webhooks recommends 15-30 s; ours stays below the write-back function's timeout with room for a batch. */
export const WRITE_BACK_TIMEOUT = 10 * SECOND;
/** Retries of a webhook or a file: 5 s, 10 s, 20 s … up to an hour, each with jitter; then the dead-letter queue. */
export const FIRST_RETRY = 5 * SECOND;
export const MAX_RETRY = HOUR;
/** A file is asked for with the write of its item, not after it: this long the item has to arrive. */
export const DOCUMENT_DELAY = 1 * SECOND;
/** The document queue's maxReceiveCount: the last receive records the failure instead of waiting for the DLQ. */
export const DOCUMENT_ATTEMPTS = 5;

/**
 * A hanging dependency has to end as a 503 within 10 s, over at most two round trips one after the other:
 * (1 + 2) s, twice tried, is 6 s for the store, and Connect has 4 s once.
 */
export const STORE_TIMEOUTS = { connection: 1 * SECOND, request: 1.5 * SECOND, attempts: 2 };
export const DIAL_TIMEOUTS = { connection: 1 * SECOND, request: 4 * SECOND, attempts: 1 };
/** Nobody waits for it longer than for the store, with which it is asked; a call that it does not answer in time for is dialled. */
export const PRESENCE_TIMEOUTS = { connection: 0.5 * SECOND, request: 1 * SECOND, attempts: 1 };
export const SERVICE_TIMEOUTS = { connection: 1 * SECOND, request: 3 * SECOND, attempts: 2 };
/** A recording's link is tried before an agent gets it. */
export const RECORDING_TIMEOUT = 3 * SECOND;
/** Streaming a file into the bucket takes as long as its source takes. */
export const FILE_TIMEOUTS = { connection: 2 * SECOND, request: 60 * SECOND, attempts: 3 };
/** The flow's block waits 3 s for `look-up-contact`; an answer that says `store-unavailable` has to arrive before that. */
export const LOOKUP_DEADLINE = 2.5 * SECOND;
/** What a cold function reads ahead takes some ten milliseconds; `look-up-contact`'s caller waits 3 s for start and answer. */
export const PRIMING_PATIENCE = 300;

/** Where the log is written once: for so long after a call's end its outcome is waited for. */
export const LOG_WAIT = 15 * MINUTE;
/** An outcome is saved as it is typed: what is still being typed is not told yet. */
export const OUTCOME_SETTLE = MINUTE;

/** So many failures of a source in a row, within this time, and its circuit opens: about what one bad minute brings. */
export const CIRCUIT_FAILURES = 5;
export const CIRCUIT_WINDOW = 2 * MINUTE;
/** How long the circuit is open the first time; doubled each time that the probe fails, up to the last. */
export const CIRCUIT_OPEN = 30 * SECOND;
export const MAX_CIRCUIT_OPEN = 10 * MINUTE;
/** A probe that says nothing for longer than its function may take is lost: another one goes. */
export const PROBE_PATIENCE = 70 * SECOND;
/** How long a process believes what it has read of a circuit. */
export const CIRCUIT_MEMORY = 5 * SECOND;
