import { fitsAny } from './fitsAny.ts';

/** Why a file is not an ordinary one. `reason` goes on after the file's name. */
export interface Protection {
  readonly rule: string;
  readonly reason: string;
}

/**
 * What does more when it is written than be text: the editor, git, an agent, a shell, a package manager or a build server takes orders from it. With
 * the cases that taught it: CVE-2025-53773 (`.vscode/settings.json`), CVE-2025-54135 and -54136 (`.cursor/mcp.json`). Globs are those of the
 * policy: without a slash they hold in every folder, and what fits a folder fits all that is in it.
 */
const protections: readonly (Protection & { readonly globs: string })[] = [
  {
    rule: 'editor-settings',
    reason: 'steers the editor',
    globs:
      '.vscode .vscode-* *.code-workspace .idea .vs .zed .fleet .nova *.sublime-project .vimrc .exrc .nvimrc .nvim.lua ' +
      '.lvimrc .dir-locals.el',
  },
  {
    rule: 'git',
    reason: 'belongs to git, which runs what its settings say',
    globs:
      '.git .gitmodules .gitattributes .gitconfig .config/git .lfsconfig .husky .githooks lefthook.{yml,yaml,toml,json} .lefthook.* ' +
      'lefthook-local.* .pre-commit-config.yaml .pre-commit-hooks.yaml .lintstagedrc* lint-staged.config.* ' +
      '**/hooks/{pre,post}-{commit,push,rebase,merge,checkout,receive,rewrite,merge-commit} ' +
      '**/hooks/{commit-msg,prepare-commit-msg} gitdir commondir packed-refs .overcommit.yml .hg .svn .jj',
  },
  // What is ignored is kept from models, and who changes what is ignored takes that away.
  {
    rule: 'ignore-list',
    reason: 'says what is kept from models',
    globs:
      '.gitignore .ignore .rgignore .aiignore .aiexclude .geminiignore .claudeignore .codeiumignore .aiderignore .cursorignore .copilotignore',
  },
  {
    rule: 'build-server',
    reason: 'is run by a build server',
    globs:
      '.github .gitlab .gitlab-ci* .circleci .travis.yml azure-pipelines* .azure-pipelines .azuredevops jenkinsfile* ' +
      'bitbucket-pipelines.yml .drone.* .woodpecker* .buildkite .teamcity .tekton .forgejo .gitea .appveyor.yml appveyor.yml ' +
      'cloudbuild.{yaml,yml,json} .semaphore .cirrus.{yml,star} codemagic.yaml wercker.yml buildspec.{yml,yaml} netlify.toml ' +
      'vercel.json .builds .build.yml earthfile dagger.json renovate.json* .renovaterc* codeowners',
  },
  {
    rule: 'container',
    reason: 'sets up the machine that the editor works on',
    globs: '.devcontainer .devcontainer.json .gitpod* devfile.y*ml',
  },
  {
    rule: 'agent-instructions',
    reason: 'steers coding agents',
    globs:
      '.farthing .mcp.json mcp.json *mcp*.json claude_desktop_config.json mcp.{yml,yaml,toml} .mcp .cursor .cursorrules .cursorignore .claude ' +
      '.claude.json claude.md claude.*.md .gemini gemini.md .codex .agents .agent agents.md agents.*.md agent.md .aider* ' +
      '.continue .continuerc.json .windsurf .windsurfrules .clinerules* .cline .roo .roomodes .roorules* .kiro .kilocode* ' +
      '.amazonq .junie .goosehints .goose .opencode opencode.json* .qwen qwen.md .trae .augment* .tabnine .copilot ' +
      'copilot-instructions.md *.instructions.md *.prompt.md *.chatmode.md *.agent.md skill.md .rules .crush* crush.{json,md} ' +
      'warp.md replit.md .replit .idx .firebender* .rovodev',
  },
  {
    rule: 'environment',
    reason: 'sets variables that programs take orders from',
    globs: '.env* *.env .envrc .flaskenv .direnv',
  },
  {
    rule: 'shell-start-up',
    reason: 'is run when a shell or a program starts',
    globs:
      '.bashrc* .bash_* .profile .zshrc* .zshenv* .zprofile* .zlogin .zlogout .kshrc .mkshrc .cshrc .tcshrc .login .logout ' +
      '.inputrc .oh-my-zsh config.fish **/fish/{functions,conf.d} *profile.ps1 *.psrc autorun.inf .xinitrc .xprofile ' +
      '.xsession* .pam_environment .lldbinit* .gdbinit .screenrc .tmux.conf .irbrc .pryrc .rprofile .pythonrc* .pdbrc* ' +
      'sitecustomize.py usercustomize.py *.pth .ssh .config/{fish,autostart,systemd} .perldb .sbclrc .ghci .ocamlinit ' +
      '.iex.exs .erlang .psqlrc .sqliterc .mailcap **/launchagents **/launchdaemons **/start?menu .curlrc .wgetrc crontab',
  },
  {
    rule: 'package-manager',
    reason: 'steers a package manager or a tool chain',
    globs:
      '.npmrc .yarnrc* .yarn .pnpmfile.* pnpmfile.* bunfig.toml .netrc _netrc .pypirc pip.conf pip.ini .pip .cargo .bundle ' +
      '.gemrc .mvn gradle-wrapper.* gradlew* mvnw* .gradle nuget.config .condarc .noderc* .tool-versions mise.toml .mise* ' +
      '.asdfrc .volta .proto .prototools .corepack.env .sdkmanrc .opam .swiftpm',
  },
  {
    rule: 'installed-code',
    reason: 'is installed code, which is run as it is',
    globs: 'node_modules .venv venv site-packages .pnp.* .tox .nox',
  },
];

const rules = protections.map(({ rule, reason, globs }) => ({ rule, reason, fits: fitsAny(globs) }));

/** Undefined: an ordinary file. The path is folded, and relative to its workspace folder. */
export function protectionOf(path: string): Protection | undefined {
  const match = rules.find(({ rule, fits }) => fits(path) || (rule === 'git' && isRepositoryHead(path)));
  return match && { rule: match.rule, reason: match.reason };
}

/** A file `HEAD` makes a folder a repository to git, which runs what `config` says there (safe.bareRepository); a folder of that name does not. */
function isRepositoryHead(path: string): boolean {
  return /(?:^|\/)head$/.test(path);
}
