package org.pytorch.alerting.infra;

import java.util.HashMap;
import java.util.Map;

/** Values from Terraform's configuration, for cost and memory calculations. */
public final class Deployed {
  private Deployed() {}

  /** {@return the memory of each function in MB} */
  public static Map<String, Integer> memoryMegabytes() {
    Map<String, Integer> memory = new HashMap<>();
    Terraform.read()
        .table("functions")
        .forEach((name, row) -> memory.put(name, Terraform.number(row.get("memory_size"))));
    return memory;
  }

  /** {@return the share of alerts that X-Ray traces, from 0 to 1} */
  public static double tracedShare() {
    Terraform.Block rule = Terraform.read().one("resource", "aws_xray_sampling_rule", "alerts");
    if (!rule.expression("reservoir_size").orElseThrow().equals("0")) {
      throw new IllegalStateException(
          "with a reservoir, the share depends on the number of alerts");
    }
    return Double.parseDouble(rule.expression("fixed_rate").orElseThrow());
  }
}
