package org.pytorch.alerting.model.route;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * An alert that never resolves, such as a note about a deployment.
 *
 * @param closeAfter from its last firing until its issue is closed; 0 for an ordinary alert, with
 *     which a route overrides a default
 */
public record OneShot(Span closeAfter) {
  /** Written {@code one_shot: false}. */
  public static final OneShot NOT = new OneShot(Span.ZERO);

  @JsonIgnore
  public boolean isOne() {
    return !closeAfter.equals(Span.ZERO);
  }
}
