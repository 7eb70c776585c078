/**
 * Every threshold of every rule, once, with its source. A rule reads its numbers here and nowhere else.
 *
 * Times are milliseconds, distances kilometres. `reportOnly` names detections that are shown but start nothing.
 */
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

export const DEFAULTS = {
  /** Detections in this list carry `reportOnly`: they inform, and no playbook may act on them. */
  reportOnly: ['new-device', 'new-network', 'unusual-hour'] as readonly string[],

  attempt: {
    /** Rows without a correlation id are one attempt while gaps stay below this (CONTRACTS.md, Attempt). */
    gapMs: 5 * MINUTE_MS,
  },
  lockout: {
    /** A lockout is a verdict after this many failed attempts, or this long without success (CONTRACTS.md, Lockout). */
    attemptsMin: 3,
    withoutSuccessMs: 10 * MINUTE_MS,
    /** Prompts that were sent, and then nothing: one alone may be a row that the export does not have. Own choice. */
    silencesMin: 2,
    /** Without a further attempt for this long, it is over. */
    quietMs: 7 * DAY_MS,
    /** Authenticators replaced so soon after the end belong to it. Own choice: the next day's visit to the desk. */
    afterwardsMs: 2 * DAY_MS,
    /** Attempts that only stopped at a page in between are lockout only if repeated this often. Own choice: one closed tab is none. */
    interruptsMin: 3,
    /** Being sent to enrol and not getting on is one sooner: so often, and for `withoutSuccessMs`. */
    enrolmentsMin: 2,
    /** Asked to enrol this soon after getting in, the person is inside and can put it off. Own choice; a real case took 16 min. */
    insideMs: HOUR_MS,
    /** And from the first to the last of them over so long: a page loaded again and again is one visit. Own choice; a real one took 62 s. */
    interruptsSpanMs: 3 * MINUTE_MS,
  },
  cause: {
    /** Prompts unanswered for longer than this speak for a lost device rather than a busy person. Own choice. */
    deviceLostAfterMs: 2 * HOUR_MS,
    /** Wrong codes over a longer time, or more of them, speak for a clock rather than for fingers. A TOTP step is 30 s (RFC 6238). */
    clockDriftAfterMs: 30 * MINUTE_MS,
    clockDriftCodesMin: 8,
    /** So many prompts or messages that were not sent does one error of the provider's own explain. Own choice. */
    unsentAnErrorMax: 3,
    enrolmentPolicies: /security info|registration|enrol/i,
  },
  wide: {
    /** So many people with one cause, starting within the gap of one another, are one lockout of wider scope. Own choice. */
    peopleMin: 5,
    gapMs: 90 * MINUTE_MS,
    /** A policy goes on blocking overnight. */
    policyGapMs: 24 * HOUR_MS,
    /** From this share of the people seen that day, the scope is the organisation. */
    organisationShare: 0.5,
    organisationPeopleMin: 10,
  },
  outage: {
    /** So many people with failures of the provider's own, from so many addresses, within the window. CLASSIFICATION.md §5. */
    peopleMin: 5,
    addressesMin: 3,
    windowMs: 15 * MINUTE_MS,
    /** And so many times the share that is usual for this organisation; before that is known, this stands for it. */
    aboveUsual: 5,
    priorShare: 0.01,
    /** So far back is its beginning looked for, and half as far ahead. Own choice: small ones are noticed late. */
    onsetMs: 2 * HOUR_MS,
    /** An earlier beginning is taken if its log-likelihood is at most so much less: about 95 % of a normal one. */
    onsetNats: 2,
    /** It is over when people fail at most so many times as fast as before. Own choice: a morning is busier than its night. */
    calm: 3,
    /** It lasts while so many people are hit within the window, and is over after this long without. */
    lastingPeopleMin: 3,
    quietMs: 60 * MINUTE_MS,
  },
  outageTogether: {
    /** The same over all ways to fail at once, if so many different ones fail: phones, messages, codes, keys. Own choice. */
    peopleMin: 5,
    windowMs: 30 * MINUTE_MS,
    waysMin: 2,
    /** So many of them without a reason, and of each way so large a share that it belongs. */
    unexplainedMin: 2,
    routeShareMin: 0.05,
    aboveUsual: 6,
    priorShare: 0.03,
  },
  outageSlow: {
    /** The same over longer: a small organisation, or one by night, has nobody to be hit for minutes. Own choice. */
    peopleMin: 5,
    windowMs: 2 * HOUR_MS,
    waysMin: 2,
    /** Over so long somebody's phone is dead by itself; so more of them without a reason. */
    unexplainedMin: 3,
    aboveUsual: 6,
    priorShare: 0.02,
  },
  delivery: {
    /** The same for prompts and messages that do not arrive. Own choice. */
    peopleMin: 8,
    aboveUsual: 5,
    priorShare: 0.02,
  },
  massLockout: {
    /** So many people stopped at one step within the window, so many times the usual share. Own choice. */
    peopleMin: 8,
    windowMs: 30 * MINUTE_MS,
    aboveUsual: 6,
    priorShare: 0.03,
  },
  massFault: {
    /** The same where it may be phones and messages: somebody's is always dead. Own choice. */
    peopleMin: 8,
    aboveUsual: 8,
    priorShare: 0.03,
  },
  massSlow: {
    /** The same over longer, for what hits people one by one: a policy as they come to it, an outage by night. Own choice. */
    peopleMin: 12,
    windowMs: 2 * HOUR_MS,
    aboveUsual: 8,
    priorShare: 0.015,
  },
  massSilence: {
    /** The same where nobody answers: everybody's phone lies somewhere on a Monday, so it takes more. Own choice. */
    peopleMin: 12,
    aboveUsual: 10,
    priorShare: 0.03,
  },
  enforcement: {
    /** So many people who got in with a password alone until then, stopped for want of an authenticator. Own choice. */
    peopleMin: 3,
    /** Of people whose past the log does not reach back to, so many, or this share of all. Own choice. */
    unseenMin: 8,
    unseenShareMin: 0.03,
    /** And so few soon after a policy that demands MFA was made or changed; of whom the past is known, one. Own choice. */
    unseenAfterMin: 4,
    /** From one person to the next. */
    windowMs: 3 * HOUR_MS,
    /** A wave goes on for so long: from a Friday over the weekend to Monday's late shift. */
    afterMs: 4 * DAY_MS,
    /** So long after the log has shown this share of all whom it will show, somebody never seen is new. Own choice. */
    seenShareMin: 0.8,
    seenForMs: 12 * HOUR_MS,
    policies: /mfa|multi-?factor|strong auth|two-?step|security defaults|enforce/i,
  },
  fatigue: {
    /** 5 refused prompts in 60 minutes; SOURCE.md "five rejected pushes in an hour". 60:00 counts, 60:01 does not. */
    refusalsMin: 5,
    windowMs: 60 * MINUTE_MS,
    /** An approval after so many refusals within the window is suspect. */
    approvedAfterMin: 3,
    /** Two rows of one account this close, telling of one refusal, are one prompt. */
    samePromptMs: 3_000,
  },
  throttle: {
    /** SecureAuth: throttle after five failures in 30 minutes. */
    failuresMin: 5,
    windowMs: 30 * MINUTE_MS,
  },
  spray: {
    /** Accounts that failed their password from one address, and never got in from it. Own choice; a real spray used 4 to 6. */
    accountsMin: 4,
    /** The same over a whole network (IPv4 /24, IPv6 /48). */
    networkAccountsMin: 10,
    windowMs: 60 * MINUTE_MS,
    /** From an address that never let anybody in, so many accounts over days are one slow spray. Own choice. */
    slowAccountsMin: 8,
    slowWindowMs: 3 * DAY_MS,
    /** More tries than this for one account is guessing at that account, not spraying. */
    triesPerAccountMax: 10,
    /** At most this share of the people tried may get in from there; more is an office on a Monday. */
    successShareMax: 0.4,
  },
  travel: {
    /** Cruising speed of an airliner. */
    speedKmhMax: 900,
    /** Closer places are within the error of locating an address. */
    distanceKmMin: 500,
    distanceInCountryKmMin: 1500,
    /** An address from which so many people get in is an office, a VPN exit or a carrier. */
    sharedByPeopleMin: 3,
    /** A shared network is a tunnel's exit if so many of its sign-ins are impossibly far from the same person's others. */
    tunnelShareMin: 0.03,
  },
  usual: {
    /** From so many complete sign-ins on, we know what is a person's own. */
    signInsMin: 3,
    /** New device, network and hour are judged only after so long and so many sign-ins. */
    baselineMs: 14 * DAY_MS,
    baselineSignInsMin: 10,
    hourSignInsMin: 30,
    /** And with fewer, if it is further away from every usual one: from so many sign-ins on, by more than so many hours. */
    farHourSignInsMin: 20,
    hoursAway: 2,
    farHoursAway: 4,
    /** How many devices, addresses and networks are remembered of one person. */
    kept: 12,
  },
  messages: {
    /** Auth0: ten messages per device and hour. More is a flood. */
    perHourMax: 10,
    windowMs: HOUR_MS,
  },
  takeover: {
    /** A contact or authenticator changed this soon after a risky sign-in. */
    afterRiskMs: 24 * HOUR_MS,
    /** From when on a new device on a new network is risky by itself. Own choice. */
    knownForMs: 3 * DAY_MS,
    /** So many authenticators added in the window. */
    addedMin: 3,
    windowMs: 24 * HOUR_MS,
  },
  probing: {
    /** Recovery asked for so often for one person, or for so many privileged people, within the window. */
    requestsMin: 3,
    privilegedMin: 3,
    windowMs: 24 * HOUR_MS,
  },
  change: {
    /** Rows of one actor about one policy this close are one change. Own choice; Entra's two services' rows of one lie 0.4 s apart. */
    samePolicyMs: 10_000,
    /** Roles that one hand grants within this time are one change: the log has a row for each. */
    oneHandMs: 1000,
  },
  emergency: {
    /** Names that say "break-glass". Names only ever raise suspicion; the registry alone exempts (DESIGN rule 18). */
    names: /break-?_?glass|emergency|^em\d{2,}\b|firecall/i,
    /** Uses within this time are one finding. */
    windowMs: HOUR_MS,
  },
  notify: {
    /** A vendor that has not answered by then. Standard Webhooks recommends 15 to 30 s. */
    timeoutMs: 15_000,
    /** What surely did not leave, or is harmless twice, is tried again at once this often. Own choice. */
    quickRetries: 2,
    quickRetryMs: 250,
    /** After so many failures in a row the vendor is left alone for so long. Own choice. */
    failuresMax: 5,
    pauseMs: 30_000,
    /** The first pause of a message; it doubles up to the longest, by chance between half and whole. Own choice. */
    backOffMs: 5_000,
    backOffMsMax: 15 * MINUTE_MS,
    /** A vendor's wish for patience counts up to here. Own choice. */
    retryAfterMsMax: HOUR_MS,
    /** Then a message is given up. Standard Webhooks tries for about three days. */
    giveUpAfterMs: 3 * DAY_MS,
    /** A try without a result is taken for dead after this; longer than all tries of one delivery together. */
    leaseMs: 2 * MINUTE_MS,
    /** More of the same follows what was told after this at the earliest. Slack: about one change a second and channel. */
    detailEveryMs: 5_000,
    /** New messages a channel, severity and window; more are told of in one (RED TEAM R40). Own choice. */
    messagesMax: 10,
    windowMs: 10 * MINUTE_MS,
    /** How often connection and credentials are looked at, and how often a message proves the whole way. Own choice. */
    probeMs: 5 * MINUTE_MS,
    heartbeatMs: DAY_MS,
    /** Red after so many failures in a row, or failing for so long. Own choice. */
    redFailures: 3,
    redAfterMs: 5 * MINUTE_MS,
  },
  hosting: {
    /**
     * Networks of hosting companies, sellers of VPNs and operators of Tor exits, by autonomous system number. Sources: the
     * networks' own registrations, and X4BNet/lists_vpn.
     */
    asns: new Set([
      4224, 5577, 6724, 7506, 8100, 8560, 8972, 9009, 9370, 11878, 12876, 14061, 14618, 16276, 16509, 18450, 18779,
      18978, 19318, 19437, 19844, 20454, 20473, 20738, 20773, 20860, 21100, 21859, 23352, 23470, 24940, 24961, 24971,
      25369, 25820, 26496, 28753, 29066, 29182, 29802, 30083, 30633, 31034, 31898, 32097, 32244, 32475, 32613, 33070,
      33182, 33387, 34989, 35415, 35916, 36007, 36351, 36352, 36666, 37963, 39351, 40021, 40244, 40676, 42473, 42708,
      42831, 43350, 44066, 44477, 45090, 45102, 46261, 46475, 46562, 46606, 46664, 46844, 47583, 49349, 49505, 49544,
      49981, 50525, 50613, 50673, 51167, 51430, 51765, 51852, 52048, 53667, 53755, 53850, 53889, 54104, 54290, 54540,
      54825, 55286, 55990, 56322, 56630, 57043, 57169, 58073, 59253, 60068, 60117, 60404, 60729, 60781, 61317, 62240,
      62282, 62371, 62744, 62904, 63018, 63473, 63949, 132203, 133752, 136258, 136787, 136907, 141039, 147049, 197328,
      197540, 199218, 199653, 199883, 200019, 200651, 202053, 202425, 203629, 204196, 205100, 207137, 207990, 208294,
      208323, 209103, 209854, 210558, 210644, 212238, 215125, 396507, 396982, 398391,
    ]) as ReadonlySet<number>,
  },
  vpn: {
    /** Networks of companies that sell VPNs to private people, by autonomous system number. Also hosting. */
    asns: new Set([9009, 39351, 60068, 136787, 147049, 199218, 209854, 212238]) as ReadonlySet<number>,
  },
  gateways: {
    /** Networks of secure web gateways (Zscaler, Netskope, Cisco Umbrella), which organisations send their people through. */
    asns: new Set([22616, 36692, 53813, 55256, 62044]) as ReadonlySet<number>,
  },
  incident: {
    /** An attempt that nobody repeats for so long is over. Own choice: attackers come back the next night. */
    quietMs: 2 * DAY_MS,
    /** Trouble is over when nobody new has failed for so long. Own choice; outages.ts waits as long. */
    troubleQuietMs: HOUR_MS,
    /** That a finding merely goes on is written down at most so often: the verdict has it at once. Own choice. */
    growthMs: 10 * MINUTE_MS,
    /** A finding so soon after the end opens the incident again. Own choice. */
    reopenMs: 7 * DAY_MS,
  },
  source: {
    /** One that delivered nothing for so long is called silent. Own choice: nobody signs in at a small firm for an hour at night. */
    silentMs: HOUR_MS,
  },
  quarantine: {
    /** So much of what cannot be read waits for one organisation; more is refused and counted. Own choice: a disk has room for it. */
    recordsMax: 100_000,
    bytesMax: 256 << 20,
  },
  approvals: {
    /** A change that nobody confirms expires closed (rule 16). Own choice, as for staff: a colleague's week off. */
    changeMs: 7 * DAY_MS,
    /** Waiting at a time in one organisation. Own choice: more than that nobody reads before agreeing. */
    openMax: 50,
    /** Of what a change says, as JSON: an entry of the ledger has at most 65,535 (C2SP tlog-tiles), with its signatures. */
    dataBytesMax: 32 * 1024,
  },
  directory: {
    /** What changed less long ago proves nothing. DESIGN §3 rule 5. */
    coolOffMs: 30 * DAY_MS,
    /** From two people's agreement until a lower tier counts. Own choice: longer than a weekend in which nobody reads notices. */
    lowerMs: 7 * DAY_MS,
    /** Emergency accounts in one organisation. Microsoft advises two or more; who has fifty has none. Own choice. */
    emergencyMax: 20,
    /** So many people one trusted contact vouches for, at most. DESIGN §6. */
    vouchingMax: 5,
  },
  machineTokens: {
    /** Unless a shorter time is asked for. Own choice: longer than the yearly review that finds the forgotten ones. */
    daysMax: 365,
    /** That one is in use is written down so often. Own choice. */
    usedMs: MINUTE_MS,
    /** Open at a time in one organisation. Own choice. */
    openMax: 100,
  },
  staff: {
    /** A new role or passkey counts after this, with notice to all administrators. DESIGN §3 rule 23. */
    waitMs: 72 * HOUR_MS,
    /** The set-up code, and the one for the second person. Issue 3, item 8: "once, 30 minutes". */
    setUpMs: 30 * MINUTE_MS,
    /** A proposal that nobody confirms expires closed (rule 16). Own choice: a colleague's week off. */
    proposalMs: 7 * DAY_MS,
    /** From the confirmation, until both halves of the code must have been used. Own choice: one working day. */
    joiningMs: 24 * HOUR_MS,
    /** A ceremony with a passkey. WebAuthn level 3, §15.1: 5 to 10 minutes where user verification is required. */
    challengeMs: 5 * MINUTE_MS,
    /** A session ends after this, whatever happens. NIST SP 800-63B-4 §2.3.3 (AAL3): at most 12 hours. */
    sessionMs: 12 * HOUR_MS,
    /** And after so long without activity. The same: 15 minutes. */
    idleMs: 15 * MINUTE_MS,
    /** Activity is written down so often; until then the session counts as idle, which ends it sooner and never later. Own choice. */
    activityMs: 15_000,
    /** Sessions of one person at a time; the oldest ends (ASVS V7.1.2). Own choice: two machines and a phone. */
    sessionsMax: 3,
    /** The way to an identity provider and back. RFC 9700 §2.1 asks for short; people type a password and a code there. */
    oidcMs: 10 * MINUTE_MS,
    identitiesMax: 3,
    /** Ended sessions and spent challenges are kept so long for whoever looks into an attack. Own choice. */
    keptMs: 30 * DAY_MS,
    membersMax: 500,
    /** Founded beside the home; a role names at most 100. */
    organisationsMax: 99,
    passkeysMax: 10,
    grantsMax: 20,
    proposalsMax: 50,
  },
  recovery: {
    /** Without anything that happens in it, a case that waits for evidence ends. Own choice: the next working day, and a bit. */
    idleMs: 3 * DAY_MS,
    /** Approvals that nobody gives expire closed (DESIGN §3 rule 16). Own choice. */
    approvalMs: 3 * DAY_MS,
    /** From the end of the wait, or the approvals, so long the pass can be picked up (DESIGN §5). */
    pickUpMs: 7 * DAY_MS,
    /** A remedy that was carried out, and no sign-in since: somebody has to look. Own choice. */
    provingMs: 7 * DAY_MS,
  },
  remedies: {
    /** Changes at providers in an hour and organisation, whoever asks for them; beyond it they are refused. Own choice. */
    takingPerHourMax: 200,
    givingPerHourMax: 20,
    /** A change that was asked for and cannot be read back is looked for so often before it counts as failed. Own choice. */
    triesMax: 6,
    /** So long between two readings of a pass that was just issued, while the person waits for it. Own choice. */
    readBackPauseMs: 1000,
  },
  verification: {
    /** Words that a person reads back. Three of our list are as many as a code of six digits (IRC-1). */
    words: 3,
    /** Words by which the person knows that agent and case are real: fewer, so that nobody takes them for the answer. */
    phraseWords: 2,
    /** A call, or a conversation with the manager, from the words on the page to the answer. Own choice. */
    spokenMs: 15 * MINUTE_MS,
    /** Of so many words whoever knows the person picks the right ones: 1 chance in 2,024. */
    choices: 24,
    /** NIST SP 800-63B-4 §3.1.3.2 and §4.2.1.2 (IRC-1): at least six digits; a letter lies about for weeks. */
    codeDigits: 6,
    letterDigits: 10,
    /** Issue 5 asks for ten minutes where NIST allows e-mail 24 hours (IRC-2). */
    codeMs: 10 * MINUTE_MS,
    /** Within NIST's 21 days in one country and 30 to another (IRC-2). Own choice. */
    letterMs: 14 * DAY_MS,
    /** Wrong answers to one check. DESIGN §3 rule 11. */
    triesMax: 3,
    /** A code is sent so often, the first time included. Own choice. */
    issuesMax: 3,
    /** Of a sheet; 80 random bits each, where NIST asks for 64 (SRC-1). */
    savedCodes: 8,
    /** Failures in a row that disable an authenticator or sheet. NIST SP 800-63B-4 §3.2.2. */
    failuresMax: 100,
    /** So many failures in a row cost nothing; then the pause doubles. NIST's example, §3.2.2: 30 s up to an hour. */
    freeFailures: 5,
    pauseMs: 30_000,
    pauseMsMax: HOUR_MS,
    /** Attempts within a day (RED TEAM R9). Of a verifier more: a shift has many callers. Own choice. */
    dayMs: DAY_MS,
    perPersonMax: 10,
    perVerifierMax: 60,
    /** Checks are kept so long for whoever looks into an attack, and longer than any case lasts. Own choice. */
    keptMs: 90 * DAY_MS,
    /** Somebody who was recovered so lately recognises nobody (RED TEAM R6). */
    recoveredMs: 7 * DAY_MS,
    /** How old a sign-in at the provider may be by which somebody shows an authenticator. Own choice. */
    freshMs: 5 * MINUTE_MS,
  },
  sentinels: {
    /**
     * Rows that a remedy may explain are dated from so long before it was noted to so long after its end: the vendor's clock is
     * another one, and some write whole seconds. Own choice.
     */
    beforeStartMs: 5000,
    afterEndMs: 2 * MINUTE_MS,
    /** A remedy that has no end yet explains nothing later than this after its last try. Own choice. */
    withoutEndMs: 15 * MINUTE_MS,
    /** An automation is declared for a year at most: somebody looks at it again then. Own choice. */
    automationMaxMs: 366 * DAY_MS,
    automationsMax: 100,
    /** "Lately", where it says how often somebody reset others. Own choice. */
    latelyMs: 30 * DAY_MS,
    /** What was seen changed is remembered for so long; longer than sign-ins are kept, since they are judged again. Own choice. */
    rememberMs: 400 * DAY_MS,
  },
  policy: {
    /** From the last evidence to the remedy, at least. DESIGN §6: standard none, sensitive 24 h, privileged 72 h. */
    waitMsMin: { standard: 0, sensitive: 24 * HOUR_MS, privileged: 72 * HOUR_MS },
    /** The same where more evidence replaces most of the wait: a sixth. Own choice: a working morning, and a night. */
    waitMsMinWithMore: { standard: 0, sensitive: 4 * HOUR_MS, privileged: 12 * HOUR_MS },
    /** Of the last recipe (DESIGN §6), and the most that any other may ask for: nobody waits longer than for the last. */
    lastWaitMs: 7 * DAY_MS,
    /** By so many people at least. Own choice: above standard somebody looks at it who has nothing to gain. */
    approvalsMin: { standard: 0, sensitive: 1, privileged: 1 },
    /** How old evidence may be when the wait begins. Own choice: two halves of an hour's visit, to a Friday and a Monday. */
    freshMsMin: HOUR_MS,
    freshMsMax: 72 * HOUR_MS,
    /** What changed less long ago proves nothing: 30 days (rule 5), a policy may ask for up to a year. */
    coolOffMsMax: 365 * DAY_MS,
    /** While the threat level is raised, waits are so many times as long, and no shorter than that. Own choice. */
    raised: { factor: 1.5, waitMsMin: HOUR_MS },
    siege: { factor: 2, waitMsMin: DAY_MS },
    yamlBytesMax: 16_384,
    recipesMax: 12,
    needsMax: 4,
    alternativesMax: 6,
    approvalsMax: 3,
  },
  response: {
    /** People an hour whose way in playbooks may touch without a human, unless a playbook says less or more. Own choice. */
    peoplePerHour: 10,
    peoplePerHourMax: 50,
    /** What was not begun by then, after the finding, needs a person: the world has moved on. Own choice. */
    staleMs: HOUR_MS,
    /** An approval that nobody gives expires closed (DESIGN rule 16). Own choice. */
    approvalMs: 4 * HOUR_MS,
    /** Report-only ends by itself, at the latest then. Own choice; SOURCE.md: "start in report-only mode". */
    reportOnlyDaysMax: 90,
    /** A source is refused for so long at most, so that nobody is locked out for good (R29). Own choice. */
    refuseMsMax: DAY_MS,
    refuseMsMin: 5 * MINUTE_MS,
    /** Addresses of one finding that are refused; a spray over a whole network is for a person. Own choice. */
    sourcesMax: 5,
    /** So many sign-ins, the newest, are looked through for who else gets in from an address. Own choice. */
    rowsLookedAtMax: 20_000,
    /** Where a person was at home before the finding is looked up in so many days. */
    atHomeMs: 14 * DAY_MS,
    playbooksMax: 50,
    yamlBytesMax: 16_384,
    stepsMax: 10,
    dryRunDaysMax: 90,
    /** Findings that a dry run looks at, the newest. Own choice. */
    dryRunFindingsMax: 10_000,
  },
  switchboard: {
    /** A trouble counts as over when nobody new has failed for so long; outages say it themselves. As `incident.troubleQuietMs`. */
    quietMs: HOUR_MS,
    /** And is shown after its end so long as callers wait to be told, at most. Own choice. */
    shownMs: 2 * DAY_MS,
    callersMax: 5000,
    /** What was told of it is remembered so long: a channel that was down is told the end of it, too. As `notify.giveUpAfterMs`, and more. */
    rememberedMs: 7 * DAY_MS,
  },
  evidence: {
    /** Rows shown per verdict: the first and the last of them. */
    rowsMax: 12,
  },
} as const
