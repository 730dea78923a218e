package org.sealdesk.harness.testplugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.pf4j.Extension;
import org.sealdesk.api.Fix;
import org.sealdesk.api.Problem;
import org.sealdesk.api.Severity;
import org.sealdesk.api.Text;
import org.sealdesk.api.mail.EncryptionState;
import org.sealdesk.api.mail.HookContext;
import org.sealdesk.api.mail.HookInfo;
import org.sealdesk.api.mail.IncomingMail;
import org.sealdesk.api.mail.IncomingMailHook;
import org.sealdesk.api.mail.Phase;
import org.sealdesk.api.mail.ReceiveDecision;
import org.sealdesk.api.mail.SecurityReport;
import org.sealdesk.api.mail.SignatureState;

/** Believes what the subject says. */
@Extension
public final class TestIncoming implements IncomingMailHook {

    @Override
    public HookInfo info() {
        return new HookInfo("test-in", Phase.UNPROTECT, List.of(), List.of(), Duration.ofSeconds(5));
    }

    @Override
    public ReceiveDecision onReceive(IncomingMail mail, HookContext context) throws IOException {
        String text;
        try (InputStream in = mail.original().open()) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        if (text.contains("Subject: Encrypted + confirmed")) {
            return new ReceiveDecision.Annotate(report(
                    SecurityReport.Summary.SIGNED_AND_ENCRYPTED,
                    SignatureState.CONFIRMED,
                    EncryptionState.DECRYPTED,
                    new Text("test.both", List.of("dana@fox.test"), "Encrypted for us, and confirmed."),
                    List.of()));
        }
        if (text.contains("Subject: Signed by someone else")) {
            Problem who = new Problem(
                    "signer.mismatch",
                    Severity.WARNING,
                    Text.data("The signature is by sam@evil.test."),
                    Text.data("The mail says that it is from dana@fox.test."),
                    List.of(new Fix(Text.data("Look at the key"), "list")));
            return new ReceiveDecision.Annotate(report(
                    SecurityReport.Summary.UNPROTECTED,
                    SignatureState.SIGNER_MISMATCH,
                    EncryptionState.NONE,
                    Text.data("Signed by someone else: sam@evil.test, not by the sender."),
                    List.of(who)));
        }
        return new ReceiveDecision.Keep();
    }

    private static SecurityReport report(
            SecurityReport.Summary summary,
            SignatureState signature,
            EncryptionState encryption,
            Text sentence,
            List<Problem> findings) {
        boolean encrypted = encryption == EncryptionState.DECRYPTED;
        return new SecurityReport(
                summary,
                signature,
                encryption,
                Optional.of(sentence),
                List.of(new SecurityReport.Signer(
                        "4F1C9A0277B35D108E4421AF90CC0B7E6A55D3E1",
                        List.of("dana@fox.test"),
                        "CONFIRMED",
                        signature,
                        Optional.empty(),
                        "Ed25519, SHA-256")),
                encrypted ? List.of("4F1C9A0277B35D10") : List.of(),
                List.of(new SecurityReport.Layer(encrypted ? "pgp-encrypted" : "pgp-signed", "DECRYPTED", "AES-256")),
                List.of(),
                findings,
                List.of(),
                encrypted,
                java.time.Instant.EPOCH,
                "test 1.0.0");
    }
}
