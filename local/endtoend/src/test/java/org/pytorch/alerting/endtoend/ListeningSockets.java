package org.pytorch.alerting.endtoend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The addresses at which a process listens, as Linux tells it. */
public final class ListeningSockets {
  private static final Path PROC = Path.of("/proc");
  private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");

  /** The state of a listening socket in {@code /proc/net/tcp}. */
  private static final String LISTEN = "0A";

  private static final int BYTES_OF_A_WORD = 4;

  private ListeningSockets() {}

  /** {@return whether this system tells them} */
  public static boolean areKnown() {
    return Files.isReadable(PROC.resolve("net/tcp"));
  }

  /** {@return where the process listens, over IPv4 and IPv6} */
  public static List<InetSocketAddress> of(long pid) throws IOException {
    Set<String> inodes = inodes(pid);
    List<InetSocketAddress> found = new ArrayList<>();
    for (String table : List.of("tcp", "tcp6")) {
      Path path = PROC.resolve(Long.toString(pid)).resolve("net").resolve(table);
      for (String line : Files.exists(path) ? Files.readAllLines(path) : List.<String>of()) {
        String[] columns = line.strip().split("\\s+", -1);
        if (columns[3].equals(LISTEN) && inodes.contains(columns[9])) {
          found.add(address(columns[1]));
        }
      }
    }
    return found;
  }

  private static Set<String> inodes(long pid) throws IOException {
    try (Stream<Path> descriptors = Files.list(PROC.resolve(pid + "/fd"))) {
      return descriptors
          .map(ListeningSockets::target)
          .map(SOCKET::matcher)
          .filter(Matcher::matches)
          .map(matcher -> matcher.group(1))
          .collect(Collectors.toSet());
    }
  }

  /** {@return what a descriptor is; empty if it was closed in the meantime} */
  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "";
    }
  }

  /** For example {@code 0100007F:2206}: words in the byte order of the machine, and the port. */
  private static InetSocketAddress address(String text) throws IOException {
    String[] parts = text.split(":", -1);
    byte[] bytes = HexFormat.of().parseHex(parts[0]);
    for (int word = 0; word < bytes.length; word += BYTES_OF_A_WORD) {
      byte[] reversed = Arrays.copyOfRange(bytes, word, word + BYTES_OF_A_WORD);
      for (int i = 0; i < BYTES_OF_A_WORD; i++) {
        bytes[word + i] = reversed[BYTES_OF_A_WORD - 1 - i];
      }
    }
    return new InetSocketAddress(InetAddress.getByAddress(bytes), Integer.parseInt(parts[1], 16));
  }
}
