/** They run what else is written in the line, or make names mean something else. */
export const wrappers: ReadonlySet<string> = new Set(
  (
    'awk gawk mawk nawk ed vim vi nvim ex nano emacs less more man sqlite3 m4 dc gnuplot erl ghci jshell env sudo doas su runuser pkexec ' +
    'xargs sh bash zsh fish dash ksh mksh csh tcsh ash nu pwsh powershell cmd wsl nohup time nice ionice chrt timeout gtimeout watch ' +
    'setsid stdbuf unbuffer script expect parallel entr watchexec strace ltrace gdb lldb valgrind perf chroot unshare nsenter flock ' +
    'taskset caffeinate command builtin exec eval source alias unalias function trap set setx export declare typeset readonly local ' +
    'coproc bind enable complete shopt hash unset umask ulimit busybox toybox npx pnpx bunx call start for forfiles if while until case ' +
    'select do then else iex invoke-expression foreach-object where-object start-process start-job invoke-command invoke-item ii icm saps ' +
    'dotenv cross-env systemd-run at batch crontab schtasks tmux screen dtach direnv mise asdf rundll32 mshta wscript cscript regsvr32 ' +
    'msiexec osascript pushd popd fc history ssh-agent setarch proot firejail ld.so'
  ).split(' '),
);

/** They are there to reach other machines, or take from them what is run. */
export const networkPrograms: ReadonlySet<string> = new Set(
  (
    'curl wget ping ping6 fping hping3 arping ssh scp sftp sshfs rsync nc ncat netcat socat telnet ftp tftp lftp dig nslookup host drill ' +
    'kdig delv whois finger traceroute traceroute6 tracert tracepath mtr pathping nmap masscan http https xh xhs httpie curlie aria2c ' +
    'axel lynx w3m links elinks openssl gh glab hub az aws gcloud gsutil bq kubectl helm terraform tofu pulumi heroku vercel netlify fly ' +
    'flyctl firebase wrangler railway doctl ansible ansible-playbook vagrant mosh rclone s3cmd mc mail mailx mutt msmtp sendmail swaks ' +
    'certutil bitsadmin invoke-webrequest invoke-restmethod iwr irm start-bitstransfer test-connection test-netconnection tnc resolve- ' +
    'dnsname net netsh getent resolvectl avahi-browse dns-sd brew apt apt-get aptitude yum dnf pacman zypper apk snap flatpak choco ' +
    'winget scoop gem composer conda mamba nuget rustup nvm fnm volta corepack docker docker-compose podman buildah skopeo nerdctl crane ' +
    'ngrok cloudflared localtunnel lt tailscale open xdg-open gio explorer code svn hg p4 mysql psql redis-cli mongosh mongo sqlplus ' +
    'nfsstat mount telnetd ssh-copy-id ssh-keyscan ipconfig route easy_install pipx cpan cpanm luarocks opam stack cabal nix nix-shell ' +
    'nix-env guix pecl pear twine'
  ).split(' '),
);

/** Of programs that do many things: those of their commands that do not reach other machines. All else of them is asked. */
export const offlineCommands: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    git: 'status diff log show branch rev-parse ls-files ls-tree blame describe rev-list merge-base grep add commit tag',
    npm: 'test t tst run run-script start ls list',
    pnpm: 'test t run start ls list build lint typecheck check',
    yarn: 'test run start list build lint typecheck check',
    bun: 'test run',
    deno: 'test check lint fmt task',
    pip: 'list show freeze check',
    pip3: 'list show freeze check',
    poetry: 'run',
    uv: 'run',
    pipenv: 'run',
    hatch: 'run test',
    bundle: 'exec',
    cargo: 'build b check c test t nextest clippy fmt bench doc tree',
    go: 'build test vet fmt list doc',
    dotnet: 'build test format',
    mvn: 'test compile verify package',
    gradle: 'test build check assemble',
    swift: 'build test',
    mix: 'test compile format',
    flutter: 'test analyze',
    dart: 'test analyze format',
  }).map(([program, commands]) => [program, new Set(commands.split(' '))]),
);

/** They run a program that an argument is, or is the name of: only a script that the user's list names runs. */
export const interpreters: ReadonlySet<string> = new Set(
  (
    'node nodejs python python2 python3 py pypy pypy3 perl ruby php lua luajit rscript r julia tclsh ts-node tsx java groovy scala kotlin ' +
    'elixir runghc octave make gmake nmake ninja just task rake cmake bazel scons ant sbt lein jq yq'
  ).split(' '),
);
