import type { Codebook } from './codebook.ts';

/** The codebook that ships with the app: who said what about which policy, and where they stand. */
export const policyNews: Codebook = {
  name: 'policy-news',
  version: 3,
  title: 'Policy news: statements and stances',
  description:
    'For news about foreign, security and domestic policy. The unit is what somebody is reported to have said, not the ' +
    'sentence it stands in. Mark the words first, then name the speaker, then decide the stance toward each target; ' +
    'decide from the words in front of you and the article they stand in, never from what you know of the speaker. ' +
    'When two codes seem to fit, read the near misses: they are there because people disagreed.',
  layers: [
    {
      id: 'statement',
      name: 'Statement',
      key: 'q',
      attributed: true,
      definition:
        'Words that the article gives as said, written, posted or officially held by an identifiable person, office, ' +
        'organisation or group. Mark the words of the statement itself, quoted or reported, and leave out the speaker’s ' +
        'name and the verb of saying, unless they stand in its middle. One turn of speech is one statement: when the ' +
        'attribution interrupts a quotation, mark from the first word to the last across it. Two quotations with a ' +
        'sentence of the reporter between them are two statements. Mark the outermost quotation; mark a quotation inside ' +
        'it as well only when somebody else is speaking there.',
      examples: [
        {
          text: '“The tariff will be gone by spring,” Trade Minister Ilse Varga told the chamber.',
          label: 'Statement: The tariff will be gone by spring,',
          why: 'A quotation with a named speaker. The name and “told the chamber” stay outside.',
        },
        {
          text: 'The port authority said it had not been consulted about the new inspection rules.',
          label: 'Statement: it had not been consulted about the new inspection rules',
          why: 'Reported speech counts as much as a quotation; an office can speak.',
        },
        {
          text: '“We will sign,” the envoy said, “once the observers are allowed in.”',
          label: 'Statement: one, from We to allowed in.',
          why: 'The attribution interrupts one turn of speech. Two spans would count it twice.',
        },
        {
          text: 'According to residents, the road has been closed since Monday.',
          label: 'Statement: the road has been closed since Monday',
          why: 'A group without names is still identifiable as a group. Its stance is usually left empty.',
        },
        {
          text: 'Analysts expect the ceasefire to collapse within weeks.',
          label: 'Statement: the ceasefire to collapse within weeks',
          why: 'An expectation given as theirs is a statement of theirs, although nobody “said” it.',
        },
        {
          text: 'The talks lasted four hours and ended without a communiqué.',
          label: 'Not a statement',
          why: 'The reporter tells what happened. Nobody is given as saying it.',
        },
        {
          text: 'The president appeared tired and did not answer questions.',
          label: 'Not a statement',
          why: 'Silence and appearance are no words. Code a refusal only when it is put in words (“declined to comment” is not).',
        },
        {
          text: 'The bloc calls the plan its “Open Harbour” initiative.',
          label: 'Not a statement',
          why: 'Marks around a name or a term do not make it speech.',
        },
      ],
    },
    {
      id: 'frame',
      name: 'Frame',
      key: 'f',
      attributed: false,
      definition:
        'The outlet’s own loaded or framing wording: a word or short phrase that judges, dramatises or suggests a cause, a ' +
        'culprit or a remedy where a plain word was to be had. Mark the shortest stretch that carries the loading. What ' +
        'a speaker says is never a frame, however loaded; it belongs to the statement. Test: replace the words with the plainest ones ' +
        'that keep the facts. If a reader would now judge somebody differently, it is a frame.',
      examples: [
        {
          text: 'The chancellor caved in to the hauliers on Tuesday.',
          label: 'Frame: caved in to',
          why: '“Agreed with” tells the same fact; “caved in” adds weakness.',
        },
        {
          text: 'A wave of applications has swamped the regional offices.',
          label: 'Frame: wave … swamped',
          why: 'An image of disaster for a number. Mark both words in one span if they belong to one image.',
        },
        {
          text: 'The so-called reform passed with two votes to spare.',
          label: 'Frame: so-called',
          why: 'It denies the name without saying who denies it.',
        },
        {
          text: 'The senator called the bill “a gift to the cartels”.',
          label: 'Not a frame',
          why: 'Loaded, but the senator’s. Mark a statement that opposes the bill.',
        },
        {
          text: 'At least forty people were killed when the shell struck the market.',
          label: 'Not a frame',
          why: 'A terrible fact in plain words is still plain.',
        },
        {
          text: 'The minister slammed the report.',
          label: 'Frame: slammed',
          why: 'The verb of saying is the outlet’s choice; “criticised” was to be had. “Said” and “criticised” are never frames.',
        },
      ],
    },
    {
      id: 'commitment',
      name: 'Commitment',
      key: 'c',
      attributed: true,
      definition:
        'A promise, a threat or an announced action: the speaker binds themselves, or the body they speak for, to do or not to do ' +
        'something in the future, with or without a condition. Mark the action together with its condition and date. Mark ' +
        'it over a statement or inside it; both layers may cover the same words. The stance, if any, is toward what the action ' +
        'supports or works against, not toward the action itself.',
      examples: [
        {
          text: '“We shall withdraw our observers if the count is not repeated by Friday,” the mission warned.',
          label: 'Commitment: withdraw our observers if the count is not repeated by Friday',
          why: 'A threat with condition and date; all three belong to it.',
        },
        {
          text: 'The ministry announced that it will open twelve new crossings before the harvest.',
          label: 'Commitment: it will open twelve new crossings before the harvest',
          why: 'An announced action of the speaker’s own body.',
        },
        {
          text: 'Both delegations pledged to keep the hotline staffed day and night.',
          label: 'Commitment: keep the hotline staffed day and night',
          why: 'A joint promise. Name the first delegation as speaker and mark the words again for the second.',
        },
        {
          text: '“The neighbours should open their markets,” the commissioner said.',
          label: 'Not a commitment',
          why: 'A demand binds somebody else. Mark a statement.',
        },
        {
          text: '“I hope we will meet again soon,” the foreign secretary said.',
          label: 'Not a commitment',
          why: 'A hope binds nobody. “We will meet again in May” would be one.',
        },
        {
          text: 'The government had promised a referendum in 2014.',
          label: 'Commitment: a referendum in 2014',
          why: 'The promise lay in the future when it was made. The article need not say whether it was kept.',
        },
      ],
    },
  ],
  stances: [
    {
      id: 'strongly-oppose',
      name: 'Strongly oppose',
      verb: 'strongly opposes',
      sign: '−−',
      score: -2,
      definition:
        'Rejects the target outright, denies its legitimacy, or announces or threatens action against it. No condition under which it would be ' +
        'acceptable is named.',
      examples: [
        {
          text: '“We will never recognise this court, and none of our officers will appear before it.”',
          label: 'Strongly oppose → the court',
          why: 'Denies legitimacy and announces defiance.',
        },
        {
          text: '“This pipeline is a crime against our grandchildren and must be stopped at any price.”',
          label: 'Strongly oppose → the pipeline',
          why: 'Absolute wording and a call to stop it.',
        },
        {
          text: '“I cannot vote for the budget in this form.”',
          label: 'Near miss: Oppose → the budget',
          why: '“In this form” leaves a way open.',
        },
      ],
    },
    {
      id: 'oppose',
      name: 'Oppose',
      verb: 'opposes',
      sign: '−',
      score: -1,
      definition:
        'Against the target, doubtful of it or critical of it, in measured words or with reasons that could be met.',
      examples: [
        {
          text: '“The quota is too blunt an instrument, and small growers will pay for it.”',
          label: 'Oppose → the quota',
          why: 'Criticism with a reason, no outright rejection.',
        },
        {
          text: 'The opposition said the timetable was unrealistic.',
          label: 'Oppose → the timetable',
          why: 'Opposes the timetable; whether it opposes the plan is not said, so the plan is no target.',
        },
        {
          text: '“We take note of the decision.”',
          label: 'Near miss: no stance',
          why: 'Cool, and perhaps meant as disapproval, but the words take no side. Leave the stance empty.',
        },
      ],
    },
    {
      id: 'mixed',
      name: 'Mixed',
      verb: 'is mixed on',
      sign: '±',
      score: 0,
      definition:
        'Speaks for and against the same target in the same statement, or makes support depend on a condition that is open. ' +
        'Not for “says nothing” or “unclear”: then there is no stance.',
      examples: [
        {
          text: '“Dialogue is welcome, but it must not become a way of buying time.”',
          label: 'Mixed → dialogue',
          why: 'For and against the same thing in one breath.',
        },
        {
          text: '“We will back the mission provided that parliament keeps its say.”',
          label: 'Mixed → the mission',
          why: 'Support hangs on a condition that is open.',
        },
        {
          text: '“The subsidy is right; the way it is paid out is a scandal.”',
          label: 'Near miss: Support → the subsidy, Oppose → its administration',
          why: 'Two targets, two clear stances. Mixed is for one target.',
        },
      ],
    },
    {
      id: 'support',
      name: 'Support',
      verb: 'supports',
      sign: '+',
      score: 1,
      definition:
        'In favour of the target: welcomes it, argues for it, calls it useful or necessary in measured words.',
      examples: [
        {
          text: 'The mayors welcomed the night-train programme as a step in the right direction.',
          label: 'Support → the night-train programme',
          why: 'Welcomes without binding themselves.',
        },
        {
          text: '“Joint patrols have made these waters safer.”',
          label: 'Support → joint patrols',
          why: 'A judgement of success is support although nothing is asked for.',
        },
        {
          text: '“The minister is an experienced negotiator.”',
          label: 'Near miss: Support → the minister',
          why: 'Support for the person, not for the treaty that is being negotiated.',
        },
      ],
    },
    {
      id: 'strongly-support',
      name: 'Strongly support',
      verb: 'strongly supports',
      sign: '++',
      score: 2,
      definition:
        'Demands the target without condition, calls it indispensable, or commits means, votes or forces of one’s own to it.',
      examples: [
        {
          text: '“There is no alternative to the levy, and I will stake my office on it.”',
          label: 'Strongly support → the levy',
          why: 'Indispensable, and binds the speaker.',
        },
        {
          text: 'The federation said it would send its own engineers to rebuild the dam.',
          label: 'Strongly support → rebuilding the dam',
          why: 'Commits means of its own. Mark a commitment as well.',
        },
        {
          text: '“A splendid, splendid idea,” the guest said of the proposed museum.',
          label: 'Near miss: Support → the museum',
          why: 'Warm words commit to nothing. Strength is in what is demanded or given, not in the adjectives.',
        },
      ],
    },
  ],
  modes: [
    {
      id: 'direct',
      name: 'Direct',
      definition: 'All of the marked words stand inside quotation marks.',
      examples: [
        {
          text: '“Nobody asked the islanders,” the bishop said.',
          label: 'Direct',
          why: 'The marked words end with the quotation.',
        },
        {
          text: '“Nobody,” the bishop said, “asked the islanders.”',
          label: 'Direct',
          why: 'An attribution in the middle does not make it mixed: every word of the speaker is quoted. Correct the proposed mode here.',
        },
      ],
    },
    {
      id: 'mixed',
      name: 'Mixed',
      definition: 'Some of the speaker’s words stand inside quotation marks, the rest is reported.',
      examples: [
        {
          text: 'The governor said the strike was “an own goal” that would cost the city dearly.',
          label: 'Mixed',
          why: 'Three words are quoted, the claim around them is reported.',
        },
        {
          text: 'The party will present its “Fair Rent” bill in June, its leader said.',
          label: 'Near miss: Indirect',
          why: 'The marks name a bill; none of the speaker’s words are quoted.',
        },
      ],
    },
    {
      id: 'indirect',
      name: 'Indirect',
      definition: 'Reported speech that keeps the content sentence by sentence, without quotation marks.',
      examples: [
        {
          text: 'The spokeswoman said that the inspectors had left on Sunday and would return in March.',
          label: 'Indirect',
          why: 'One could turn it back into what she said.',
        },
        {
          text: 'Rail fares, the operator promised, will not rise this year.',
          label: 'Indirect',
          why: 'The attribution stands in the middle; the sentence is still the speaker’s.',
        },
      ],
    },
    {
      id: 'paraphrase',
      name: 'Paraphrase',
      definition:
        'The reporter sums up or names what was said in their own words; the single claims cannot be recovered.',
      examples: [
        {
          text: 'In an hour-long address the premier defended his record on housing.',
          label: 'Paraphrase',
          why: 'We learn the act and the topic, not a sentence of what was said.',
        },
        {
          text: 'The premier said that more flats had been built than under any predecessor.',
          label: 'Near miss: Indirect',
          why: 'A claim that could be checked can be recovered from it.',
        },
      ],
    },
  ],
};
