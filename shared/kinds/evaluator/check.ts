import type { Finding } from '../../model/index.ts';
import type { Check } from '../kind.ts';
import { percentText } from '../words.ts';
import type { EvaluatorConfig } from './config.ts';
import { EVALUATION_WORDS } from './face.ts';

export const evaluatorCheck: Check<EvaluatorConfig> = {
  rules: {
    'evaluator/samples-nothing': 'warning',
    'evaluator/check-twice': 'warning',
    'evaluator/no-better-than-chance': 'warning',
  },
  run(config, node) {
    const findings: Finding[] = [];
    if (config.sampleRate === 0) {
      findings.push({
        rule: 'evaluator/samples-nothing',
        severity: 'warning',
        nodeId: node.id,
        path: ['sampleRate'],
        message: `${node.name} judges no answer, so a loss of quality is never noticed. Sample 1 % to 5 %, or remove it.`,
      });
    }
    config.checks.forEach((check, index) => {
      const found = EVALUATION_WORDS[check.looksAt];
      if (config.checks.findIndex((other) => other.looksAt === check.looksAt) !== index) {
        findings.push({
          rule: 'evaluator/check-twice',
          severity: 'warning',
          nodeId: node.id,
          about: check.looksAt,
          path: ['checks', index, 'looksAt'],
          message: `${node.name} looks for ${found} twice, so its figures count them twice. Remove one of the checks.`,
        });
      }
      if (check.detectionRate <= check.falsePositiveRate) {
        findings.push({
          rule: 'evaluator/no-better-than-chance',
          severity: 'warning',
          nodeId: node.id,
          about: check.looksAt,
          path: ['checks', index, 'detectionRate'],
          message: `${node.name} finds ${percentText(check.detectionRate)} of ${found} and takes ${percentText(check.falsePositiveRate)} of good answers for one, so it is no better than chance. Check the two rates.`,
        });
      }
    });
    return findings;
  },
};
