/** Why a signature does not count. */
export const signaturePhrases = {
  'phrase.signedByUnknownKey': '有一个签名不是由被认可的密钥生成的。',
  'phrase.signedOther': '有一个签名属于另一个镜像。',
  'phrase.signedNoRoot': '有一个无密钥签名，但未为镜像仓库配置 Sigstore 信任根。',
  'phrase.signedOtherIssuer':
    '签名者为 {{subject}}；为其身份担保的 {{issuer}} 不是被认可的身份提供方。',
  'phrase.signedOtherSubject': '签名者为 {{subject}}（由 {{issuer}} 担保），其签名不被认可。',
  'phrase.signedUntrusted': '签名的证书不是由信任根中的证书机构签发的。',
  'phrase.signedExpired': '生成签名时，其证书不在有效期内。',
  'phrase.signedNoTime': '没有可信的证明说明签名是何时生成的。',
  'phrase.signedNoLog': '信任根中没有透明日志能证明该签名。',
  'phrase.signedNoCertificateLog': '信任根中没有证书日志收录该签名的证书。',
  'phrase.signedTampered': '签名的内容与其所附对象不符。',
  'phrase.signedMalformed': '有一个签名无法读取。',
};
