# bash completion for redeliver-cli                        -*- shell-script -*-
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Commands and options are asked of the program itself, so that they are always
# those it has.

_redeliver_cli_commands ()
{
  LC_ALL=C "$1" --help 2>/dev/null | sed -n '/^Commands:/,/^$/s/^  \([a-z][a-z-]*\) .*/\1/p'
}

_redeliver_cli_options ()
{
  LC_ALL=C "$1" "$2" --help 2>/dev/null | sed -n 's/^  \(-., \)\{0,1\}\(--[a-z-]*=\{0,1\}\).*/\2/p'
}

_redeliver_cli ()
{
  local program=${COMP_WORDS[0]} current=${COMP_WORDS[COMP_CWORD]} previous='' values=''

  COMPREPLY=()
  if [ "$COMP_CWORD" -le 1 ]; then
    # shellcheck disable=SC2207 # commands are words
    COMPREPLY=($(compgen -W "$(_redeliver_cli_commands "$program") --help --version" -- "$current"))
    return
  fi

  # "=" is a word of its own.
  if [ "$current" = = ]; then
    previous=${COMP_WORDS[COMP_CWORD - 1]}
    current=
  elif [ "${COMP_WORDS[COMP_CWORD - 1]}" = = ]; then
    previous=${COMP_WORDS[COMP_CWORD - 2]}
  else
    previous=${COMP_WORDS[COMP_CWORD - 1]}
  fi

  case $previous in
    --format | -f) values='text json ndjson' ;;
    --fail-on) values='broken weak' ;;
    --for) values='host provider dns recipient' ;;
    --redact) values='recipients subject recipients,subject' ;;
    --type | -t)
      if [ "${COMP_WORDS[1]}" = log ]; then
        values='auto exim exim-queue postfix postfix-queue opensmtpd sendmail'
      fi
      ;;
    --dns-server | --timeout | --ip | --sending-ip | --from-domain | --selector | --mail-from | --helo | \
      --since | -s | --address | -a | --jobs | -j | --language)
      return
      ;;
    *)
      if [[ $current == -* ]]; then
        # shellcheck disable=SC2207
        COMPREPLY=($(compgen -W "$(_redeliver_cli_options "$program" "${COMP_WORDS[1]}")" -- "$current"))
        [[ ${COMPREPLY[*]} == *= ]] && compopt -o nospace 2>/dev/null
        return
      fi
      if [ "${COMP_WORDS[1]}" = history ]; then
        values=clear
      fi
      ;;
  esac
  if [ -n "$values" ]; then
    # shellcheck disable=SC2207
    COMPREPLY=($(compgen -W "$values" -- "$current"))
  else
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
  fi
}

complete -F _redeliver_cli redeliver-cli
