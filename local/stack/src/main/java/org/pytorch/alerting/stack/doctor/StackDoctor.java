package org.pytorch.alerting.stack.doctor;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pytorch.alerting.stack.storage.DataFolder;

/** Checks what a stack on this machine needs before its first alert. Changes nothing. */
public final class StackDoctor {
  private StackDoctor() {}

  /**
   * {@return where the alerts are kept, and that they can be}
   *
   * @param data the folder
   * @param gitHub what the alerts in it have to be about
   */
  public static Finding data(Path data, String gitHub) {
    try {
      if (Files.exists(data)) {
        DataFolder.examine(data, gitHub);
        return Finding.good("data", "%s, about %s".formatted(data, gitHub));
      }
      return Files.isWritable(existing(data))
          ? Finding.good("data", "%s will be created".formatted(data))
          : Finding.bad(
              "data",
              "%s cannot be created".formatted(data),
              "let its owner write to %s, or --data=DIR chooses another folder"
                  .formatted(existing(data)));
    } catch (IllegalStateException e) {
      return refused("data", e);
    } catch (UncheckedIOException e) {
      return Finding.bad(
          "data", String.valueOf(e.getMessage()), "--data=DIR chooses another folder");
    }
  }

  private static Path existing(Path path) {
    Path absolute = path.toAbsolutePath();
    for (Path folder = absolute; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder)) {
        return folder;
      }
    }
    return absolute;
  }

  /**
   * {@return which ports are used}
   *
   * @param notes a sentence for each service that does not get its usual port, which is no fault
   */
  public static Finding ports(List<String> notes) {
    return Finding.good(
        "ports", notes.isEmpty() ? "the usual ones are free" : String.join(" ", notes));
  }

  /**
   * {@return a finding for what cannot be used}
   *
   * @param problem what is wrong, and what to do: after a colon, or in the last line
   */
  public static Finding refused(String what, IllegalStateException problem) {
    String message = String.valueOf(problem.getMessage()).strip();
    List<String> lines = new ArrayList<>(message.lines().map(String::strip).toList());
    if (lines.size() == 1) {
      lines = new ArrayList<>(List.of(message.split(": ", 2)));
    }
    String remedy = lines.size() == 1 ? "correct that" : lines.removeLast();
    return Finding.bad(what, withoutDot(String.join(" ", lines)), withoutDot(remedy));
  }

  /** {@return that no real GitHub is used} */
  public static Finding fakeGitHub() {
    return Finding.good(
        "GitHub",
        "is the fake one, which needs no check; a real repository needs GITHUB_REPO, GITHUB_APP_ID"
            + " and GITHUB_APP_KEY_FILE");
  }

  private static String withoutDot(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }
}
