package dev.holdfast.junit;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.junit.internal.TestSeed;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** See {@link RepeatWithSeeds}. */
public final class SeedTemplate implements TestTemplateInvocationContextProvider {
    /** JUnit makes it. */
    public SeedTemplate() {}

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getTestMethod(), RepeatWithSeeds.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        int times = AnnotationSupport.findAnnotation(context.getTestMethod(), RepeatWithSeeds.class)
                .orElseThrow()
                .value();
        if (times < 1) {
            throw new InvalidOption(
                    "a test can't be repeated " + times + " times", "", "Write @RepeatWithSeeds(100), or at least 1.");
        }
        return TestSeed.given(context)
                .map(given -> Stream.of(given))
                .orElseGet(() -> drawn(context, times))
                .map(Invocation::new);
    }

    /** All from one, which is reported. */
    private static Stream<TestSeed> drawn(ExtensionContext context, int times) {
        TestSeed run = TestSeed.fresh(context);
        context.publishReportEntry("holdfast.seed of all runs", Long.toString(run.value()));
        RandomGenerator random = run.random();
        return IntStream.range(0, times).mapToObj(i -> TestSeed.drawn(context, random));
    }

    private record Invocation(TestSeed seed) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int index) {
            return "[%d] seed %d".formatted(index, seed.value());
        }

        /** So that whoever is called before a test knows its seed. JUnit calls this from 5.13 on. */
        @Override
        public void prepareInvocation(ExtensionContext context) {
            seed.keepFor(context);
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of((BeforeEachCallback) seed::keepFor, new Generators(seed));
        }
    }

    /** Those with {@link Seed} are the other extension's. */
    private record Generators(TestSeed seed) implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == RandomGenerator.class && !parameter.isAnnotated(Seed.class);
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return seed.random();
        }
    }
}
