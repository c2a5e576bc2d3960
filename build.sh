#!/bin/sh
# Starts the build program in eng/Build. Try: ./build.sh --help
version=$(dotnet --version 2>/dev/null)
case ${version%%.*} in
    [1-9][0-9]*) ;;
    *)
        echo "build.sh: expected the .NET SDK 10.0 or newer on the PATH, got ${version:-none}. See https://dot.net/download" >&2
        exit 1
        ;;
esac
exec dotnet run --project "$(dirname -- "$0")/eng/Build" -- "$@"
