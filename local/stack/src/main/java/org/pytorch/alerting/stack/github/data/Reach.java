package org.pytorch.alerting.stack.github.data;

/** How far the App can get in a repository. */
public enum Reach {
  /** Private, and covered by the App's installation. */
  INSTALLED,
  /** Everybody can read it; the App cannot write. */
  PUBLIC,
  /** Private, and for the App not there at all. */
  HIDDEN
}
