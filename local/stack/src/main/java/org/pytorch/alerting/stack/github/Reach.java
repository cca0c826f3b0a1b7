package org.pytorch.alerting.stack.github;

/** How far the App can get in a repository. */
enum Reach {
  /** Private, and covered by the App's installation. */
  INSTALLED,
  /** Everybody can read it; the App cannot write. */
  PUBLIC,
  /** Private, and for the App not there at all. */
  HIDDEN
}
