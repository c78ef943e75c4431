# fish completion for redeliver-cli
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Commands and options are asked of the program itself, so that they are always
# those it has.

function __redeliver_cli_commands
    redeliver-cli --help 2>/dev/null | string replace -rf '^  ([a-z][a-z-]*) {2,}(\S.*)$' '$1\t$2'
end

function __redeliver_cli_options
    set -l words (commandline -opc)
    set -q words[2]; or return
    redeliver-cli $words[2] --help 2>/dev/null | string replace -rf '^  (?:-., )?(--[a-z-]+=?)\S* +(\S.*)$' '$1\t$2'
end

complete -c redeliver-cli -n 'test (count (commandline -opc)) -eq 1' -f -a '(__redeliver_cli_commands)'
complete -c redeliver-cli -n 'test (count (commandline -opc)) -eq 1' -l help -d 'Show help'
complete -c redeliver-cli -n 'test (count (commandline -opc)) -eq 1' -l version -d 'Show the version'
complete -c redeliver-cli -n 'test (count (commandline -opc)) -gt 1; and string match -q -- "-*" (commandline -ct)' -a '(__redeliver_cli_options)'
complete -c redeliver-cli -n '__fish_seen_subcommand_from diagnose domain blocklists spf dkim log history' -s f -l format -x -a 'text json ndjson'
complete -c redeliver-cli -n '__fish_seen_subcommand_from diagnose domain' -l fail-on -x -a 'broken weak'
complete -c redeliver-cli -n '__fish_seen_subcommand_from report' -l for -x -a 'host provider dns recipient'
complete -c redeliver-cli -n '__fish_seen_subcommand_from report' -l redact -x -a 'recipients subject recipients,subject'
complete -c redeliver-cli -n '__fish_seen_subcommand_from log' -s t -l type -x -a 'auto exim exim-queue postfix postfix-queue opensmtpd sendmail'
complete -c redeliver-cli -n '__fish_seen_subcommand_from history' -f -a clear
