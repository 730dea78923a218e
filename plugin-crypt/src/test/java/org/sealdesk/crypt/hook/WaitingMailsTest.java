package org.sealdesk.crypt.hook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.api.mail.EncryptionState;
import org.sealdesk.api.mail.Envelope;
import org.sealdesk.api.mail.IncomingMail;
import org.sealdesk.api.mail.MailContent;
import org.sealdesk.api.mail.ReceiveDecision;
import org.sealdesk.api.mail.SecurityReport;
import org.sealdesk.api.mail.SignatureState;

class WaitingMailsTest {

    private static final MailContent CONTENT = MailContent.of("a secret".getBytes(StandardCharsets.US_ASCII));

    private final List<String> asked = new ArrayList<>();
    private final Path directory;
    private final WaitingMails waiting;

    WaitingMailsTest(@TempDir Path data) {
        this.directory = data.resolve("waiting");
        this.waiting = new WaitingMails(directory, asked::addAll);
    }

    private static IncomingMail mail(String id) {
        return new IncomingMail(
                id, IncomingMail.Cause.FIRST_DELIVERY, new Envelope("a@x.test", List.of()), CONTENT, CONTENT);
    }

    private static ReceiveDecision lacking(String... keys) {
        return new ReceiveDecision.Annotate(new SecurityReport(
                SecurityReport.Summary.UNPROTECTED,
                SignatureState.NONE,
                EncryptionState.KEY_MISSING,
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(keys),
                true,
                Instant.parse("2026-01-01T00:00:00Z"),
                "test"));
    }

    @Test
    void mailsThatLackAKeyAreAskedForAgainAlsoAfterARestart() {
        waiting.noted(mail("../1"), lacking("pgp:01"));
        waiting.noted(mail("2"), lacking());
        waiting.noted(mail("3"), new ReceiveDecision.Keep());

        waiting.tryAgain();
        assertThat(asked).containsExactly("../1");

        asked.clear();
        new WaitingMails(directory, asked::addAll).tryAgain();
        assertThat(asked).containsExactly("../1");
    }

    @Test
    void mailThatFoundItsKeyIsNotAskedForAnyMore() {
        waiting.noted(mail("1"), lacking("pgp:01"));
        waiting.noted(mail("1"), lacking());

        waiting.tryAgain();

        assertThat(asked).isEmpty();
    }

    @Test
    void nothingOfTheMailIsKept() throws Exception {
        waiting.noted(mail("1"), lacking("pgp:01"));

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).singleElement().satisfies(f -> assertThat(f).hasContent("1"));
        }
    }

    @Test
    void directoryThatCannotBeWrittenChangesNoDecision() throws Exception {
        Files.writeString(directory, "a file where the directory should be");
        ReceiveDecision decision = lacking("pgp:01");

        assertThat(waiting.noted(mail("1"), decision)).isSameAs(decision);
        waiting.tryAgain();
        assertThat(asked).isEmpty();
    }
}
