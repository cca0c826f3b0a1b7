package org.pytorch.alerting.policy.parse;

/**
 * One mistake in a policy.
 *
 * @param pointer to the member or element that it is about (RFC 6901)
 * @param atName whether it is about the member's name, not its value
 * @param what is wrong, in one line
 * @param write what belongs there
 */
public record Problem(String pointer, boolean atName, String what, String write) {
  /** {@return the mistake and its remedy in one line} */
  public String text() {
    return what + "; write " + write + " instead";
  }
}
