package org.pytorch.alerting.stepfunctions.definition.recovery;

import java.util.ArrayList;
import java.util.List;
import org.pytorch.alerting.stepfunctions.data.ResultPath;
import org.pytorch.alerting.stepfunctions.definition.field.DefinitionFields;

/**
 * One element of Catch.
 *
 * @param resultPath the place of the error output in the state's raw input
 */
public record Catcher(ErrorNames errorEquals, ResultPath resultPath, String next) {
  static List<Catcher> parseAll(DefinitionFields state) {
    List<DefinitionFields> all = state.objects("Catch");
    List<Catcher> catchers = new ArrayList<>();
    for (DefinitionFields fields : all) {
      boolean last = catchers.size() == all.size() - 1;
      catchers.add(
          new Catcher(
              ErrorNames.parse(fields, last), fields.resultPath(), fields.requiredText("Next")));
      fields.refuseOthers("a catcher");
    }
    return catchers;
  }
}
