package dev.holdfast.benchmarks;

import dev.holdfast.proof.fault.FaultProxy;
import dev.holdfast.servers.ProxyOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A JVM of its own that relays to a server: {@code proxy} or {@code copier}. It ends when its standard input does. */
final class RelayProcess implements AutoCloseable {
    private final Process process;
    private final int port;

    private RelayProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static RelayProcess start(String what, String host, int port) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                RelayProcess.class.getName(),
                what,
                host,
                Integer.toString(port));
        try {
            Process process =
                    builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String line = out.readLine();
            if (line == null) {
                throw new IllegalStateException("the JVM of the " + what + " didn't start");
            }
            return new RelayProcess(process, Integer.parseInt(line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
    }

    /** The other JVM. */
    public static void main(String[] arguments) throws IOException {
        String host = arguments[1];
        int port = Integer.parseInt(arguments[2]);
        if (arguments[0].equals("proxy")) {
            System.out.println(FaultProxy.start(ProxyOptions.to(host, port), 0).port());
        } else {
            ByteCopier copier = new ByteCopier(host, port);
            Thread.ofPlatform().daemon().start(copier);
            System.out.println(copier.port());
        }
        System.in.transferTo(java.io.OutputStream.nullOutputStream());
    }
}
