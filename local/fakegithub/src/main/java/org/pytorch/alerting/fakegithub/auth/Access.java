package org.pytorch.alerting.fakegithub.auth;

import org.pytorch.alerting.fakegithub.call.Refusal;
import org.pytorch.alerting.fakegithub.data.Repository;
import org.pytorch.alerting.fakegithub.settings.Person;
import org.pytorch.alerting.fakegithub.settings.Person.Role;

/** The permission that an endpoint requires. */
public enum Access {
  /** Any caller with valid credentials. */
  ANYBODY("", "", Role.READ),
  /** The App itself, by its JWT. */
  APP_ITSELF("", "", Role.ADMIN),
  METADATA_READ("metadata", "read", Role.READ),
  ISSUES_READ("issues", "read", Role.READ),
  /** Opening issues and comments; changing one's own. */
  ISSUES_WRITE("issues", "write", Role.READ),
  /** Working on the repository's labels and on anybody's issues. */
  ISSUES_TRIAGE("issues", "write", Role.WRITE),
  ADMINISTRATION_WRITE("administration", "write", Role.ADMIN);

  private static final String READ = "read";
  private static final String WRITE = "write";

  private final String permission;
  private final String level;
  private final Role role;

  Access(String permission, String level, Role role) {
    this.permission = permission;
    this.level = level;
    this.role = role;
  }

  public boolean writes() {
    return level.equals(WRITE);
  }

  /**
   * Requires that {@code caller} has this permission.
   *
   * @throws Refusal if it does not
   */
  public void require(Caller caller) {
    switch (caller) {
      case Caller.Nobody nobody -> throw nobody.refusal();
      case Caller.AppItself _ -> requireApp();
      case Caller.Installation installation -> requirePermission(installation.token());
      case Caller.Somebody somebody -> requireRole(somebody.person());
    }
  }

  /**
   * Requires that an App writes only where it is installed, not everywhere it can read.
   *
   * @throws Refusal if it does not
   */
  public void require(Caller caller, Repository repository) {
    if (writes()
        && caller instanceof Caller.Installation installation
        && !installation.covers(repository)) {
      throw notAccessible();
    }
  }

  /** {@return whether {@code caller}, who may write, also has this permission} */
  public boolean allows(Caller caller) {
    try {
      require(caller);
      return true;
    } catch (Refusal _) {
      return false;
    }
  }

  private void requireApp() {
    if (this != APP_ITSELF && this != ANYBODY) {
      throw Refusal.badCredentials();
    }
  }

  private void requirePermission(InstallationToken token) {
    if (this == APP_ITSELF) {
      throw AppTokens.notDecodable();
    }
    String granted = token.scope().permissions().getOrDefault(permission, "");
    boolean enough = granted.equals(WRITE) || (granted.equals(READ) && level.equals(READ));
    if (this != ANYBODY && !enough) {
      throw notAccessible();
    }
  }

  private Refusal notAccessible() {
    return new Refusal(
        Refusal.of(403, "Resource not accessible by integration")
            .response()
            .withHeader("x-accepted-github-permissions", permission + "=" + level));
  }

  private void requireRole(Person person) {
    if (this == APP_ITSELF) {
      throw AppTokens.notDecodable();
    }
    if (person.role().compareTo(role) < 0) {
      throw Refusal.needsWriteAccess();
    }
  }
}
