package org.sealdesk.crypt.message;

import java.io.IOException;
import org.sealdesk.crypt.engine.OpenContext;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.octets.Spill;
import org.sealdesk.crypt.policy.AlgorithmPolicy;
import org.sealdesk.crypt.policy.Limits;
import org.sealdesk.crypt.verdict.CryptographicSummary;

/**
 * Opens a mail and judges it: peels the layers at its root one after the other, remembers what each gave, and hands
 * content and verdict over together. May be used from any thread.
 */
public final class MessageOpener {

    private final Engines engines;
    private final Keystore keystore;
    private final AlgorithmPolicy policy;
    private final Limits limits;
    private final Spill spill;

    public MessageOpener(Engines engines, Keystore keystore, AlgorithmPolicy policy, Limits limits, Spill spill) {
        this.engines = engines;
        this.keystore = keystore;
        this.policy = policy;
        this.limits = limits;
        this.spill = spill;
    }

    /** @throws IOException if the mail's octets cannot be read; never for what they say */
    public OpenedMail open(OpenRequest request) throws IOException {
        OpenContext context = new OpenContext(keystore, keystore, request.at(), policy, limits, spill);
        Peeling peeling = new Peeling(engines, context, request.enabled());
        peeling.peel(request.mail());
        CryptographicSummary summary = CryptographicSummary.judge(peeling.evidence(), request.required(), request.at());
        return new OpenedMail(summary, peeling.outer(), peeling.payload(), peeling.protectedHeaders());
    }
}
