/** What GitHub sends, as far as it is read, and something beyond. */
export function deployment(environment = 'production', action = 'created'): object {
  return {
    action,
    deployment: { id: 1, environment, ref: 'main' },
    repository: { full_name: 'acme/shop', private: true },
    sender: { login: 'octocat' },
  };
}

export function release(action = 'published'): object {
  return {
    action,
    release: { tag_name: 'v4.2.0' },
    repository: { full_name: 'acme/shop' },
  };
}

export function push(ref = 'refs/heads/main', deleted = false): object {
  return { ref, deleted, commits: [], repository: { full_name: 'acme/shop' } };
}
