package dev.holdfast.junit;

import dev.holdfast.junit.internal.Ground;
import dev.holdfast.junit.internal.TestSeed;
import dev.holdfast.proof.spec.SpecResult;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * See {@link Interleaving}. A file is played when the method's {@link SpecResult} is asked for, and at the latest just before
 * the method's body: after all that prepares the test. What went wrong is thrown there, where JUnit doesn't wrap it.
 */
public final class InterleavingExtension implements ParameterResolver, InvocationInterceptor {
    private static final Namespace OURS = Namespace.create(InterleavingExtension.class);

    /** JUnit makes it. */
    public InterleavingExtension() {}

    /** Either a result or what came instead. */
    private record Played(
            @Nullable SpecPlayed spec, @Nullable Throwable instead) {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SpecResult.class;
    }

    /** Null if it couldn't be played; then the method isn't called either. */
    @Override
    public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        SpecPlayed played = played(context).spec();
        return played == null ? null : played.result();
    }

    @Override
    public void interceptTestMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        Played played = played(context);
        if (played.spec() == null) {
            invocation.skip();
            throw played.instead() == null ? new IllegalStateException("nothing was played") : played.instead();
        }
        if (annotation(context).check()) {
            try {
                played.spec().assertRight();
            } catch (AssertionError e) {
                invocation.skip();
                throw e;
            }
        }
        invocation.proceed();
    }

    private static Played played(ExtensionContext context) {
        Played kept = context.getStore(OURS).get(SpecPlayed.class, Played.class);
        if (kept != null) {
            return kept;
        }
        Played played = play(context);
        context.getStore(OURS).put(SpecPlayed.class, played);
        return played;
    }

    private static Played play(ExtensionContext context) {
        try {
            Ground ground = Ground.of(context).orElseThrow(() -> new IllegalStateException("""
                            @Interleaving plays in the test's database, and this test has none
                              hint: Write @Holdfast on the class or the method."""));
            return new Played(
                    SpecPlayed.play(
                            annotation(context),
                            context.getRequiredTestClass(),
                            ground.unnamed(context),
                            TestSeed.of(context)),
                    null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Played(null, e);
        } catch (Exception | Error e) {
            return new Played(null, e);
        }
    }

    private static Interleaving annotation(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), Interleaving.class)
                .orElseThrow();
    }
}
