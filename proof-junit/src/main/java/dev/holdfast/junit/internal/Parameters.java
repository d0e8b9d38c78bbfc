package dev.holdfast.junit.internal;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.junit.Faults;
import dev.holdfast.junit.JdbcUrl;
import dev.holdfast.junit.Name;
import dev.holdfast.junit.Sessions;
import dev.holdfast.junit.TenantDatabases;
import dev.holdfast.junit.Tenants;
import dev.holdfast.junit.TestDatabase;
import dev.holdfast.junit.spi.ParameterProvider;
import java.lang.reflect.Parameter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.ParameterContext;

/** What a parameter of a test may be, and how it is made of the test's databases. */
final class Parameters {
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,20}");
    private static final int MOST_TENANTS = 500;
    private static final List<ParameterProvider> PROVIDERS = ServiceLoader.load(ParameterProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList();

    private Parameters() {}

    static boolean supports(ParameterContext parameter) {
        Class<?> type = parameter.getParameter().getType();
        return type == TestDatabase.class
                || type == DataSource.class
                || type == Connection.class
                || type == TenantDatabases.class
                || type == Sessions.class
                || type == Faults.class
                || (type == String.class && parameter.isAnnotated(JdbcUrl.class))
                || provider(parameter.getParameter()).isPresent();
    }

    private static Optional<ParameterProvider> provider(Parameter parameter) {
        return PROVIDERS.stream()
                .filter(provider -> provider.supports(parameter))
                .findFirst();
    }

    /** Of everything but {@link Faults} and {@link Sessions}, which are a test's own. */
    static Object of(ParameterContext context, Scope scope) throws Exception {
        Parameter parameter = context.getParameter();
        Class<?> type = parameter.getType();
        String name = context.findAnnotation(Name.class).map(Parameters::name).orElse("");
        if (type == TenantDatabases.class) {
            return scope.tenants(name, tenants(context));
        }
        GivenDatabase database = scope.database(name);
        Optional<ParameterProvider> provider = provider(parameter);
        if (provider.isPresent() && context.isAnnotated(Tenants.class)) {
            return database.made(provider.get().create(parameter, scope.tenants(name, tenants(context))));
        }
        return of(type, database, parameter);
    }

    private static Object of(Class<?> type, GivenDatabase database, Parameter parameter) throws Exception {
        if (type == TestDatabase.class) {
            return database;
        } else if (type == DataSource.class) {
            return database.dataSource();
        } else if (type == Connection.class) {
            return connection(database);
        } else if (type == String.class) {
            return url(database);
        }
        return database.made(provider(parameter).orElseThrow().create(parameter, database));
    }

    private static Connection connection(GivenDatabase database) throws SQLException {
        return database.connection();
    }

    private static String name(Name name) {
        if (!NAME.matcher(name.value()).matches()) {
            throw new InvalidOption(
                    "not a name for a test's database",
                    "@Name(\"" + name.value() + "\") was given.",
                    "Use 1 to 20 characters from a-z, 0-9 and _.");
        }
        return name.value();
    }

    private static int tenants(ParameterContext context) {
        int count = context.findAnnotation(Tenants.class).map(Tenants::value).orElse(0);
        if (count < 1 || count > MOST_TENANTS) {
            throw new InvalidOption(
                    "how many tenants is not said, or out of range",
                    count + " at the parameter " + context.getParameter() + ".",
                    "Write @Tenants(20) before it: from 1 to " + MOST_TENANTS + ".");
        }
        return count;
    }

    static String url(TestDatabase database) {
        String url = database.jdbcUrl();
        return url + (url.contains("?") ? '&' : '?') + "user=" + encoded(database.user()) + "&password="
                + encoded(database.password());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
