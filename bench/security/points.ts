/** The checklist that the agent is held to, by number. `pointsWithoutCases` says what there is not yet to be tried. */
export const points: Readonly<Record<number, string>> = {
  1: 'addresses, programs, lists of what is allowed and budgets are settings of the machine',
  2: 'a key goes to the origin it was saved for, and into no log',
  3: 'nothing that a repository drives happens before trust',
  4: 'protected files are always asked, and approvals bind to content',
  5: 'paths are judged as they are written and where they lead',
  6: 'what is done is what was approved',
  7: 'the model has no say in approvals',
  8: 'commands are read conservatively',
  9: 'what is shown is what is run',
  10: 'hosts are compared as parsed, redirects are checked, plain http stays on this machine',
  11: "a model's text loads nothing and leads nowhere unseen",
  12: 'pages load our script only, and their messages are checked',
  13: 'what is not seen is stripped from prompts and shown in approvals',
  14: 'secrets do not leave',
  15: 'caps hold',
  17: 'whatever leaves passes the last door',
  18: 'versions are exact, and nothing runs at installation',
};

/** 16 is about the gateway, which is not built. */
export const pointsWithoutCases: readonly number[] = [16];
