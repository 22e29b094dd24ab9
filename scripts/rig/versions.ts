/** What the rig installs beside package-lock.json, in exact versions. A changed line here reinstalls that one thing. */
export const versions = {
  /** Carries VS Code 1.139.1. */
  codeServer: '4.139.1',
  /** Carries the source of llama.cpp v0.5.0 and its compiled libraries. */
  nodeLlamaCpp: '3.22.1',
} as const;
