package dev.holdfast.benchmarks.pools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.openjdk.jmh.generators.core.BenchmarkGenerator;
import org.openjdk.jmh.generators.core.FileSystemDestination;
import org.openjdk.jmh.generators.reflection.RFGeneratorSource;

/** What JMH makes of {@link Cycle}, made when it is to run: neither our build nor what we hand out has it. */
final class JmhSources {
    private JmhSources() {}

    /** Into a folder of this JVM's class path. */
    static void compile(Path folder) throws IOException {
        FileSystemDestination destination = new FileSystemDestination(folder.toFile(), folder.toFile());
        RFGeneratorSource source = new RFGeneratorSource();
        source.processClasses(Cycle.class);
        BenchmarkGenerator generator = new BenchmarkGenerator();
        generator.generate(source, destination);
        generator.complete(source, destination);
        if (destination.hasErrors()) {
            throw new IllegalStateException("JMH refuses the benchmark: "
                    + destination.getErrors().iterator().next());
        }
        javac(folder);
    }

    private static void javac(Path folder) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalStateException("this is a JRE: JMH needs a JDK's compiler");
        }
        List<String> arguments = new ArrayList<>(List.of(
                "-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"), "-d", folder.toString()));
        try (Stream<Path> files = Files.walk(folder)) {
            files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
        }
        if (compiler.run(null, null, null, arguments.toArray(String[]::new)) != 0) {
            throw new IllegalStateException("what JMH generated doesn't compile");
        }
    }
}
