package org.pytorch.alerting.console.machine;

import java.util.List;

/**
 * A laid out state machine; lengths are in CSS pixels.
 *
 * @param boxes outer ones first
 */
public record Drawing(double width, double height, List<Box> boxes, List<Line> lines) {
  public Drawing {
    boxes = List.copyOf(boxes);
    lines = List.copyOf(lines);
  }

  /** A place in the picture, from the top left. */
  public record Point(double x, double y) {}

  /** A state. */
  public record Box(Flow.Node node, Point at, double width, double height) {
    /** {@return whether other states are drawn inside} */
    public boolean isFrame() {
      return !node.inner().isEmpty();
    }
  }

  /**
   * A way from one state to another, or from the start to the first.
   *
   * @param label empty for none
   * @param labelAt the top left of the label
   */
  public record Line(Flow.Edge edge, List<Point> points, String label, Point labelAt) {
    public Line {
      points = List.copyOf(points);
    }
  }
}
