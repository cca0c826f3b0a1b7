package org.pytorch.alerting.stepfunctions.definition.field;

import java.util.Optional;
import org.pytorch.alerting.stepfunctions.data.Filter;
import org.pytorch.alerting.stepfunctions.data.ResultPath;
import org.pytorch.alerting.stepfunctions.data.template.PayloadTemplate;

/**
 * The data flow of a state: raw input, InputPath, Parameters, the work, ResultSelector, ResultPath
 * into the raw input, OutputPath. A field that a kind of state does not have keeps its default.
 */
public record DataFlow(
    Filter inputPath,
    Optional<PayloadTemplate> parameters,
    Optional<PayloadTemplate> resultSelector,
    ResultPath resultPath,
    Filter outputPath) {
  /** The input is the output. */
  public static final DataFlow UNCHANGED =
      new DataFlow(
          Filter.EVERYTHING,
          Optional.empty(),
          Optional.empty(),
          ResultPath.ROOT,
          Filter.EVERYTHING);

  /** For a state without a result of its own. */
  public static DataFlow ofPaths(DefinitionFields fields) {
    return new DataFlow(
        fields.filter("InputPath"),
        Optional.empty(),
        Optional.empty(),
        ResultPath.ROOT,
        fields.filter("OutputPath"));
  }

  /** For a Task, a Parallel or a Pass; a Pass has no ResultSelector. */
  public static DataFlow ofResult(DefinitionFields fields, boolean selectsResult) {
    return new DataFlow(
        fields.filter("InputPath"),
        fields.template("Parameters"),
        selectsResult ? fields.template("ResultSelector") : Optional.empty(),
        fields.resultPath(),
        fields.filter("OutputPath"));
  }

  /** For a Map: its Parameters are an ItemSelector. */
  public static DataFlow ofMap(DefinitionFields fields) {
    return new DataFlow(
        fields.filter("InputPath"),
        Optional.empty(),
        fields.template("ResultSelector"),
        fields.resultPath(),
        fields.filter("OutputPath"));
  }
}
