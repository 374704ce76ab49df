#!/usr/bin/env bash
# Moves v1 to the release v1.2.3, which the first argument names; only ever forward.
set -euo pipefail

tag=$1
major=${tag%%.*}

git fetch --quiet --force origin '+refs/tags/*:refs/tags/*'
commit=$(git rev-parse --verify "refs/tags/$tag^{commit}")
# Both are empty for the first release of a major version. The tag may be an object of its own.
before=$(git rev-parse --quiet --verify "refs/tags/$major" || true)
current=$(git rev-parse --quiet --verify "refs/tags/$major^{commit}" || true)

if [ -n "$current" ] && ! git merge-base --is-ancestor "$current" "$commit"; then
  echo "::error title=Release::$major is at $current, which is not in the history of $tag. It was left there: see docs/releasing.md." >&2
  exit 1
fi

# The lease refuses where somebody has moved the tag since it was read.
git push --quiet --force-with-lease="refs/tags/$major:$before" origin "$commit:refs/tags/$major"
echo "$major points to $tag, $commit."
