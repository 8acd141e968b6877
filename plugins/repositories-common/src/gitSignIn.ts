/** How the plugin of repositories signs in whoever git's password proves: by a provider of the auth plugin that answers to this plugin alone. */
export const GIT_SIGN_IN = {
  /** Its id: `/api/auth/git/refresh`. */
  provider: 'git',
  /** Names the person, by entity ref. */
  header: 'x-kubemate-user',
} as const;
