package org.pytorch.alerting.infra;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** The zip that is deployed for a function. */
record Artefact(String name) {
  private static final String LOG = "org/pytorch/alerting/runtime/Log";
  private static final String ENVIRONMENT = "org/pytorch/alerting/runtime/Environment.class";
  private static final Pattern BORROWED =
      Pattern.compile("lib/(?:webhook|starter|normalize|decide|github)-[^/]*\\.jar");

  private static final Pattern SHARED = Pattern.compile("lib/(model|runtime)-.*\\.jar");

  /** {@return whether it has a file at {@code path}} */
  boolean contains(String path) {
    try (ZipFile zip = new ZipFile(Repository.zip(name).toFile())) {
      return zip.getEntry(path) != null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the function's own classes, which are outside lib/} */
  List<byte[]> classes() {
    List<byte[]> classes = new ArrayList<>();
    try (ZipFile zip = new ZipFile(Repository.zip(name).toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        if (entry.getName().endsWith(".class") && !entry.getName().startsWith("lib/")) {
          try (InputStream content = zip.getInputStream(entry)) {
            classes.add(content.readAllBytes());
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (classes.isEmpty()) {
      throw new IllegalStateException(name + ".zip has no classes");
    }
    return classes;
  }

  /** {@return our own classes that functions share, except the one that reads variables} */
  List<byte[]> sharedClasses() {
    List<byte[]> classes = classesIn(SHARED);
    if (classes.isEmpty()) {
      throw new IllegalStateException(name + ".zip shares no classes");
    }
    return classes;
  }

  /** {@return the classes of other functions that this one uses as a library; mostly none} */
  List<byte[]> borrowedClasses() {
    return classesIn(BORROWED);
  }

  private List<byte[]> classesIn(Pattern jars) {
    List<byte[]> classes = new ArrayList<>();
    try (ZipFile zip = new ZipFile(Repository.zip(name).toFile())) {
      for (ZipEntry jar :
          zip.stream().filter(entry -> jars.matcher(entry.getName()).matches()).toList()) {
        try (ZipInputStream content = new ZipInputStream(zip.getInputStream(jar))) {
          for (ZipEntry file = content.getNextEntry();
              file != null;
              file = content.getNextEntry()) {
            if (file.getName().endsWith(".class") && !file.getName().equals(ENVIRONMENT)) {
              classes.add(content.readAllBytes());
            }
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return classes;
  }

  /** {@return every call of a method of {@code owner} in the function's own classes} */
  List<ConstantCalls> calls(String owner) {
    return classes().stream().flatMap(file -> ConstantCalls.in(file, owner).stream()).toList();
  }

  /** {@return every metric that the function emits} */
  List<ConstantCalls> metrics() {
    return calls(LOG).stream()
        .filter(call -> call.method().equals("count") || call.method().equals("duration"))
        .toList();
  }

  /** Unpacks it into {@code folder}, as Lambda does. */
  void unpack(Path folder) throws IOException {
    try (ZipFile zip = new ZipFile(Repository.zip(name).toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        Path file = folder.resolve(entry.getName()).normalize();
        if (!file.startsWith(folder)) {
          throw new IllegalStateException("an entry points outside the folder: " + entry);
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          try (InputStream content = zip.getInputStream(entry)) {
            Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
          }
        }
      }
    }
  }
}
