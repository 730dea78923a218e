package org.sealdesk.crypt.smime;

import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.util.CollectionStore;
import org.sealdesk.crypt.smime.TestCa.Entity;

/** Makes containers with the library's own generators, which judge nothing and share no code with ours. */
final class CmsForge {

    private CmsForge() {}

    static byte[] sign(byte[] content, Entity signer, Entity... alongside) throws Exception {
        return sign(content, false, signer, alongside);
    }

    static byte[] sign(byte[] content, boolean inside, Entity signer, Entity... alongside) throws Exception {
        String algorithm = switch (signer.keys().getPrivate().getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> signer.keys().getPrivate().getAlgorithm();
        };
        return signWith(algorithm, content, inside, signer, alongside);
    }

    static byte[] signWith(String algorithm, byte[] content, boolean inside, Entity signer, Entity... alongside)
            throws Exception {
        ContentSigner engine = new JcaContentSignerBuilder(algorithm)
                .setProvider(TestCa.BC)
                .build(signer.keys().getPrivate());
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        generator.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder()
                        .setProvider(TestCa.BC)
                        .build())
                .build(engine, signer.certificate()));
        List<X509CertificateHolder> certificates = new ArrayList<>();
        certificates.add(new X509CertificateHolder(signer.der()));
        for (Entity e : alongside) {
            certificates.add(new X509CertificateHolder(e.der()));
        }
        generator.addCertificates(new CollectionStore<>(certificates));
        return generator.generate(new CMSProcessableByteArray(content), inside).getEncoded();
    }
}
