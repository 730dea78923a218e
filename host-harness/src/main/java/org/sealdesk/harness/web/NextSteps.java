package org.sealdesk.harness.web;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.api.Fix;
import org.sealdesk.api.mail.EncryptionState;
import org.sealdesk.api.mail.SecurityReport;
import org.sealdesk.api.mail.SignatureState;
import org.sealdesk.harness.ticket.Article;

/**
 * What can be done about a mail that is not as it should be; only what makes sense for its state.
 *
 * @param fixes pages that help, such as the import of the missing key
 * @param asks whether the sender can be asked for what is missing
 * @param repeats whether another try may end differently
 * @param edits whether it is a draft that can be edited and sent again
 */
public record NextSteps(List<Fix> fixes, boolean asks, boolean repeats, boolean edits) {

    private static final Set<EncryptionState> MAY_CHANGE =
            Set.of(EncryptionState.KEY_MISSING, EncryptionState.KEY_LOCKED, EncryptionState.NOT_CHECKED);
    private static final Set<SignatureState> MAY_BE_CONFIRMED = Set.of(
            SignatureState.KEY_MISSING,
            SignatureState.KEY_EXPIRED,
            SignatureState.VALID_UNVERIFIED_KEY,
            SignatureState.NOT_TRUSTED,
            SignatureState.NOT_CHECKED);

    public NextSteps {
        fixes = List.copyOf(fixes);
    }

    /** @param typed whether what the agent typed is still there */
    static NextSteps of(Article article, List<SecurityReport> reports, boolean typed) {
        if (!article.isIncoming()) {
            boolean kept = article.state() == Article.State.NOT_SENT && typed;
            return new NextSteps(List.of(), false, article.state() == Article.State.DEFERRED, kept);
        }
        Optional<SecurityReport> report = reports.stream().findFirst();
        boolean repeats = report.map(
                        r -> MAY_CHANGE.contains(r.encryption()) || MAY_BE_CONFIRMED.contains(r.signature()))
                .orElse(true);
        List<Fix> fixes = report.stream()
                .flatMap(r -> r.findings().stream())
                .flatMap(f -> f.fixes().stream())
                .filter(f -> !f.adminPath().isEmpty())
                .distinct()
                .toList();
        boolean asks = article.state() == Article.State.RECEIVED
                && report.flatMap(SenderRequest::of).isPresent();
        return new NextSteps(fixes, asks, repeats, false);
    }
}
