package dev.holdfast.coupons;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * HTTP. Event loops read and write; each request is worked on by a virtual thread of its own, while its event loop goes on
 * reading, and so notices when the client hangs up. Thread-safe.
 */
final class Door implements AutoCloseable {
    private static final int LARGEST_BODY = 1 << 20;
    private static final int LONGEST_LINE = 16 << 10;
    private static final Duration IDLE = Duration.ofSeconds(30);

    /** The server's own timeouts come first: only what they don't end is aborted. */
    private static final Duration GRACE = Duration.ofMillis(250);

    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setEventLoopPoolSize(2)
            .setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1)
            .setFileSystemOptions(
                    new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    private final Database database;
    private final Timeouts timeouts;
    private final Routes routes;
    private final HttpServer server;

    Door(CouponsOptions options, Database database) {
        this.database = database;
        this.timeouts = options.timeouts();
        this.routes = new Routes(new Store(options.timeouts().statement()));
        this.server = vertx.createHttpServer(new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(options.port())
                .setHttp2ClearTextEnabled(false)
                .setHandle100ContinueAutomatically(true)
                .setMaxInitialLineLength(LONGEST_LINE)
                .setIdleTimeout((int) timeouts.request().plus(IDLE).toSeconds()));
    }

    /** Begins to listen. */
    void open() {
        done(server.requestHandler(this::arrived)
                .invalidRequestHandler(Door::malformed)
                .listen());
    }

    int port() {
        return server.actualPort();
    }

    private void arrived(HttpServerRequest request) {
        new Exchange(request).begin();
    }

    /** What isn't HTTP, or too long; the connection can't be used any more. */
    private static void malformed(HttpServerRequest request) {
        Answer answer = switch (request.decoderResult().cause()) {
            case TooLongHttpLineException line ->
                Answer.problem(414, "too-long", "The path is longer than any name of a coupon.");
            case TooLongHttpHeaderException header -> Answer.problem(431, "too-long", "The headers are too long.");
            case null, default -> Answer.problem(400, "invalid", "This is not HTTP.");
        };
        lastWrite(request, answer);
    }

    /** What else comes on this connection can't be understood. */
    private static void lastWrite(HttpServerRequest request, Answer answer) {
        write(request.response(), answer.with("connection", "close"))
                .onComplete(written -> request.connection().close());
    }

    private static Future<Void> write(HttpServerResponse response, Answer answer) {
        response.setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        return response.end(Buffer.buffer(answer.body()));
    }

    /** A request and its answer. What is not in {@link Call} belongs to the event loop. */
    private final class Exchange {
        private final HttpServerRequest request;
        private final Context loop = vertx.getOrCreateContext();
        private final Call call = new Call(database, timeouts);
        private final Buffer body = Buffer.buffer();
        private final long timer;

        /** The body is here, or nobody waits for it any more. */
        private boolean complete;

        private boolean tooLarge;

        Exchange(HttpServerRequest request) {
            this.request = request;
            Duration latest = timeouts.request().plus(GRACE);
            this.timer = vertx.setTimer(latest.toMillis(), passed -> overdue());
        }

        void begin() {
            request.response().closeHandler(closed -> hungUp());
            request.exceptionHandler(failed -> hungUp());
            request.handler(this::received).endHandler(end -> received());
        }

        /** What is too large is read to its end all the same: who still sends would not read the answer. */
        private void received(Buffer part) {
            tooLarge |= body.length() + part.length() > LARGEST_BODY;
            if (!tooLarge) {
                body.appendBuffer(part);
            }
        }

        private void received() {
            if (complete) {
                return;
            }
            complete = true;
            if (tooLarge) {
                send(Answer.problem(413, "too-large", "The body has more than " + LARGEST_BODY + " bytes."));
            } else {
                String path = Objects.requireNonNullElse(request.path(), "");
                Routes.Request whole = new Routes.Request(
                        request.method().name(), path, this::header, ByteBuffer.wrap(body.getBytes()));
                Thread.ofVirtual().name("coupons-request").start(() -> work(whole));
            }
        }

        private Optional<String> header(String name) {
            return Optional.ofNullable(request.getHeader(name));
        }

        private void work(Routes.Request whole) {
            Answer answer = answer(whole);
            call.end();
            loop.runOnContext(now -> send(answer));
        }

        /** Whatever goes wrong, somebody waits for an answer. */
        private Answer answer(Routes.Request whole) {
            try {
                return routes.answer(call, whole);
            } catch (Throwable e) {
                return Outcomes.of(e, call);
            }
        }

        private void send(Answer answer) {
            vertx.cancelTimer(timer);
            HttpServerResponse response = request.response();
            if (!response.ended() && !response.closed()) {
                write(response, answer);
            }
        }

        private void hungUp() {
            if (!complete) {
                complete = true;
                vertx.cancelTimer(timer);
            } else if (!request.response().ended()) {
                call.hungUp();
            }
        }

        private void overdue() {
            if (complete) {
                Thread.ofVirtual().name("coupons-overdue").start(this::abort);
            } else {
                complete = true;
                lastWrite(request, Answer.problem(408, "slow", "The request didn't come in time."));
            }
        }

        private void abort() {
            try {
                call.abort();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** No new requests; those that are here have time until their deadlines. */
    @Override
    public void close() {
        Duration latest = timeouts.request().plus(GRACE).plus(GRACE);
        done(server.shutdown(latest.toMillis(), TimeUnit.MILLISECONDS));
        done(vertx.close());
    }

    private static void done(Future<?> future) {
        try {
            future.toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new IllegalStateException("the HTTP server: " + e.getCause(), e.getCause());
        }
    }
}
