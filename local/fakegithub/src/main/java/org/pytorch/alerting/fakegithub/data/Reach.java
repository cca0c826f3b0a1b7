package org.pytorch.alerting.fakegithub.data;

/** The App's access to a repository. */
public enum Reach {
  /** Private, and covered by the App's installation. */
  INSTALLED,
  /** Everybody can read it; the App cannot write. */
  PUBLIC,
  /** Private, and invisible to the App. */
  HIDDEN
}
