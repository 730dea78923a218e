package org.sealdesk.api.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.sealdesk.api.Problem;
import org.sealdesk.api.Severity;
import org.sealdesk.api.Text;
import org.sealdesk.api.mail.EncryptionState;
import org.sealdesk.api.mail.HookContext;
import org.sealdesk.api.mail.HookInfo;
import org.sealdesk.api.mail.IncomingMail;
import org.sealdesk.api.mail.IncomingMailHook;
import org.sealdesk.api.mail.MailContent;
import org.sealdesk.api.mail.OutgoingMail;
import org.sealdesk.api.mail.OutgoingMailHook;
import org.sealdesk.api.mail.Phase;
import org.sealdesk.api.mail.ReceiveDecision;
import org.sealdesk.api.mail.SecurityReport;
import org.sealdesk.api.mail.SendDecision;
import org.sealdesk.api.mail.SignatureState;

/** Hooks that do what a test says and remember what they were given. */
public final class Hooks {

    private Hooks() {}

    /** What a test lets an outgoing hook do. */
    @FunctionalInterface
    public interface Sending {
        SendDecision decide(OutgoingMail mail) throws Exception;
    }

    /** What a test lets an incoming hook do. */
    @FunctionalInterface
    public interface Receiving {
        ReceiveDecision decide(IncomingMail mail) throws Exception;
    }

    public static Outgoing outgoing(String id, Phase phase, Sending sending) {
        return new Outgoing(new HookInfo(id, phase, List.of(), List.of(), Duration.ofSeconds(5)), sending);
    }

    public static Incoming incoming(String id, Phase phase, Receiving receiving) {
        return new Incoming(new HookInfo(id, phase, List.of(), List.of(), Duration.ofSeconds(5)), receiving);
    }

    /** An outgoing hook. */
    public static final class Outgoing implements OutgoingMailHook {

        private final HookInfo info;
        private final Sending sending;
        public final List<OutgoingMail> seen = new CopyOnWriteArrayList<>();
        public final List<Integer> attempts = new CopyOnWriteArrayList<>();

        public Outgoing(HookInfo info, Sending sending) {
            this.info = info;
            this.sending = sending;
        }

        @Override
        public HookInfo info() {
            return info;
        }

        @Override
        public SendDecision beforeSend(OutgoingMail mail, HookContext context) throws Exception {
            seen.add(mail);
            attempts.add(context.attempt());
            return sending.decide(mail);
        }
    }

    /** An incoming hook. */
    public static final class Incoming implements IncomingMailHook {

        private final HookInfo info;
        private final Receiving receiving;
        public final List<IncomingMail> seen = new CopyOnWriteArrayList<>();
        public final List<Integer> attempts = new CopyOnWriteArrayList<>();

        public Incoming(HookInfo info, Receiving receiving) {
            this.info = info;
            this.receiving = receiving;
        }

        @Override
        public HookInfo info() {
            return info;
        }

        @Override
        public ReceiveDecision onReceive(IncomingMail mail, HookContext context) throws Exception {
            seen.add(mail);
            attempts.add(context.attempt());
            return receiving.decide(mail);
        }
    }

    /** Waits until the host interrupts. */
    public static void hang() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    public static String text(MailContent content) {
        try (var in = content.open()) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static MailContent content(String octets) {
        return MailContent.of(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    public static Problem problem(String code) {
        return new Problem(code, Severity.ERROR, Text.data(code), Text.data(""), List.of());
    }

    public static SecurityReport report(SecurityReport.Summary summary) {
        boolean signed =
                summary == SecurityReport.Summary.SIGNED_ONLY || summary == SecurityReport.Summary.SIGNED_AND_ENCRYPTED;
        boolean encrypted = summary.compareTo(SecurityReport.Summary.ENCRYPTED_ONLY) >= 0;
        return new SecurityReport(
                summary,
                signed ? SignatureState.CONFIRMED : SignatureState.NONE,
                encrypted ? EncryptionState.DECRYPTED : EncryptionState.NONE,
                Optional.of(new Text("t.sentence", List.of("a", 2, 3L, Instant.EPOCH), "a sentence")),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                encrypted,
                Instant.EPOCH,
                "contract 1");
    }

    /** A mail with another body. */
    public static MailContent rewritten(MailContent content) {
        String mail = text(content);
        return content(mail.substring(0, mail.indexOf("\r\n\r\n")) + "\r\n\r\nprotected\r\n");
    }
}
