package org.sealdesk.crypt.admin;

import java.util.List;
import java.util.function.Supplier;
import org.sealdesk.api.Fix;
import org.sealdesk.api.Problem;
import org.sealdesk.api.Severity;
import org.sealdesk.api.Text;
import org.sealdesk.crypt.key.KeystoreCare;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.text.Texts;

/** Says while the keystore is open that its key is not where it should be, before the next start finds that out. */
public final class SealProblems implements Supplier<List<Problem>> {

    private final KeystoreCare care;
    private final Texts texts;

    public SealProblems(KeystoreCare care, Texts texts) {
        this.care = care;
        this.texts = texts;
    }

    @Override
    public List<Problem> get() {
        try {
            // A locked keystore is named elsewhere, with its reason.
            return care.state().lockedReason().isPresent() ? List.of() : problems(care.seal());
        } catch (KeystoreUnavailable e) {
            return List.of(new Problem(
                    "store.unavailable",
                    Severity.ERROR,
                    texts.of("problem.store.unavailable"),
                    Text.data(String.valueOf(e.getMessage())),
                    List.of()));
        }
    }

    private List<Problem> problems(KeystoreCare.Seal seal) {
        return switch (seal.standing()) {
            case AS_CHOSEN -> List.of();
            case ELSEWHERE -> List.of(problem("store.seal.elsewhere", Severity.WARNING));
            case LOST -> List.of(problem("store.seal.lost", Severity.ERROR));
        };
    }

    private Problem problem(String code, Severity severity) {
        return new Problem(
                code,
                severity,
                texts.of("error." + code),
                texts.of("error." + code + ".why"),
                List.of(new Fix(texts.of("error." + code + ".fix"), KeystorePage.PATH)));
    }
}
