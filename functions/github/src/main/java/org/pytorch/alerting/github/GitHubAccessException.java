package org.pytorch.alerting.github;

/**
 * Our App has no access: its secret cannot be read, GitHub refuses its key, or it is suspended or
 * not installed. Nothing was written, all alerts are affected, and an operator has to fix it; the
 * exception's message says how. Until then the alerts' messages are redelivered.
 */
public final class GitHubAccessException extends GitHubException {
  private static final long serialVersionUID = 1L;

  private final boolean aboutRepository;

  public GitHubAccessException(String message) {
    this(message, false);
  }

  /**
   * @param aboutRepository whether only one repository is affected: the App is not installed there
   */
  public GitHubAccessException(String message, boolean aboutRepository) {
    super(message);
    this.aboutRepository = aboutRepository;
  }

  /** {@return whether the App is only not installed on the action's repository} */
  public boolean isAboutRepository() {
    return aboutRepository;
  }
}
