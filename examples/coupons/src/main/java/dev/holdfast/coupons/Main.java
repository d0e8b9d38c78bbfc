package dev.holdfast.coupons;

import dev.holdfast.core.CredentialSource;
import dev.holdfast.core.InvalidOption;
import dev.holdfast.core.Secret;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;

/**
 * Starts the service on the server that the environment names: {@code COUPONS_URL} (a database that is always there),
 * {@code COUPONS_USER}, {@code COUPONS_PASSWORD}, {@code COUPONS_PORT}. Ends with the signal to end.
 */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws SQLException, InterruptedException {
        Coupons coupons = Coupons.start(CouponsOptions.on(
                        variable("COUPONS_URL"),
                        CredentialSource.constant(variable("COUPONS_USER"), Secret.of(variable("COUPONS_PASSWORD"))))
                .withPort(Integer.parseInt(variable("COUPONS_PORT"))));
        Runtime.getRuntime().addShutdownHook(new Thread(coupons::close, "coupons-ending"));
        System.out.println("listening on http://127.0.0.1:" + coupons.port());
        new CountDownLatch(1).await();
    }

    private static String variable(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new InvalidOption("the variable " + name + " is not set", "", "Export it.");
        }
        return value;
    }
}
