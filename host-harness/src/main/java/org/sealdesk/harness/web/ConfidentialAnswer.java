package org.sealdesk.harness.web;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.sealdesk.api.Problem;
import org.sealdesk.api.Severity;
import org.sealdesk.api.Text;
import org.sealdesk.harness.mail.Composition;
import org.sealdesk.harness.mail.MailReader;
import org.sealdesk.harness.ticket.Article;

/** Keeps the text of an encrypted mail out of an answer that is not. */
final class ConfidentialAnswer {

    private final Visit visit;
    private final ComposeForm form;
    private boolean removed;

    ConfidentialAnswer(Visit visit, ComposeForm form) {
        this.visit = visit;
        this.form = form;
    }

    Composition guarded(Composition mail) throws IOException {
        boolean encrypts = mail.wish().filter(w -> w.protection().encrypts()).isPresent();
        if (!form.confidential() || encrypts) {
            return mail;
        }
        removed = mail.quote().isPresent();
        return mail.withoutSecrets(openSubject(mail));
    }

    /** The protected subject stays inside too: what was readable on the way in takes its place. */
    private String openSubject(Composition mail) throws IOException {
        Optional<Article> answered = mail.inReplyTo().flatMap(visit.harness().tickets()::article);
        if (answered.isEmpty()) {
            return mail.subject();
        }
        String secret = ComposeForms.oneLine(answered.get().headers().subject());
        String open = ComposeForms.oneLine(MailReader.of(
                        visit.harness().tickets().files(answered.get().mailId()).originalContent())
                .headers()
                .subject());
        boolean tells = !secret.isBlank()
                && !secret.equals(open)
                && ComposeForms.oneLine(mail.subject()).contains(secret);
        return tells ? "Re: " + open : mail.subject();
    }

    /** What became of the mail, and of its quote. */
    Problem notice(Article sent) {
        String key = sent.state() == Article.State.SENT ? "compose.sent" : "compose.deferred";
        Text what = Text.data(visit.words().say(key));
        Text why = Text.data(removed ? visit.words().say("compose.quote.removed") : "");
        return new Problem("compose.done", Severity.INFO, what, why, List.of());
    }
}
