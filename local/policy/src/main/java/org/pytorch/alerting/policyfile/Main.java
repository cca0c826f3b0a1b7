package org.pytorch.alerting.policyfile;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.pytorch.alerting.model.json.Json;

/** {@code make policy}: checks policies and writes their JSON and Lambda layers. */
public final class Main {
  private static final String ENDING = ".yaml";

  private Main() {}

  /** Arguments: the folder for the JSON, then the files. Exits with 1 if any has a mistake. */
  @SuppressWarnings("SystemExitOutsideMain")
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.out, System.err));
  }

  /** {@return the exit code} */
  static int run(List<String> arguments, PrintStream output, PrintStream errors) {
    if (arguments.size() < 2) {
      errors.println("usage: scripts/policy FILE …");
      return 2;
    }
    Path folder = Path.of(arguments.getFirst());
    boolean good = true;
    for (String file : arguments.subList(1, arguments.size())) {
      try {
        good &= compile(file, folder, output, errors);
      } catch (NoSuchFileException e) {
        errors.printf("%s: there is no such file%n", file);
        good = false;
      } catch (CharacterCodingException e) {
        errors.printf("%s:1: the file is not UTF-8; write it in UTF-8 instead%n", file);
        good = false;
      } catch (IOException e) {
        errors.printf("%s cannot be read or compiled: %s%n", file, e);
        good = false;
      }
    }
    return good ? 0 : 1;
  }

  private static boolean compile(String file, Path folder, PrintStream output, PrintStream errors)
      throws IOException {
    PolicyFile policy =
        PolicyFile.read(file, Files.readString(Path.of(file), StandardCharsets.UTF_8));
    if (!policy.mistakes().isEmpty()) {
      policy.mistakes().forEach(errors::println);
      return false;
    }
    String name = Path.of(file).getFileName().toString();
    Path compiled =
        folder.resolve(
            (name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name)
                + ".json");
    Files.createDirectories(folder);
    String json = Json.write(policy.json()) + "\n";
    Files.writeString(compiled, json, StandardCharsets.UTF_8);
    writeLayer(folder.resolve(compiled.getFileName().toString().replace(".json", ".zip")), json);
    output.printf(
        "%s: %s, %s; compiled to %s%n",
        file,
        count(policy.json().path("routes"), "route"),
        count(policy.json().path("maintenance"), "maintenance window"),
        compiled);
    return true;
  }

  /**
   * The same policy gives the same bytes, so that Terraform sees a change exactly if there is one.
   */
  private static void writeLayer(Path file, String json) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      ZipEntry entry = new ZipEntry("policy.json");
      entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
      zip.putNextEntry(entry);
      zip.write(json.getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
  }

  private static String count(JsonNode list, String what) {
    return list.size() + " " + what + (list.size() == 1 ? "" : "s");
  }
}
